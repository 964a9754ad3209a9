package org.counterpoint.data.rows;

import java.io.IOException;

/** The file itself could not be read on, as against: what it holds is damaged. */
final class DiskException extends IOException {
    DiskException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
