package org.counterpoint.console;

import java.io.Serial;

/** Work that was done and came to nothing that can be used (exit code 1). The message says why and how to mend it. */
public final class FailedWork extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    public FailedWork(String message) {
        super(message);
    }

    /** Because of something else, which {@code --stacktrace} shows. */
    public FailedWork(String message, Throwable cause) {
        super(message, cause);
    }
}
