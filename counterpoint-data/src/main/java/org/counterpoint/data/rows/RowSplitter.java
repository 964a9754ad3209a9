package org.counterpoint.data.rows;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Cuts a stream of bytes into rows. */
interface RowSplitter {
    /** Reads the next row, blank ones skipped, into {@code row}; false at the end. */
    boolean next(RowBytes row) throws IOException;

    /** The line on which the row read last, or begun last, stands. */
    long line();

    /** Its number in the array, from 1; 0 where there is none. */
    default long element() {
        return 0;
    }

    /** Where its first byte stands, from 0, in what is being cut. */
    long offset();

    /** Why the row read last is none, where the splitter itself found out; else null. */
    default @Nullable Fault fault() {
        return null;
    }

    /**
     * @param reason one of {@link org.counterpoint.data.Reasons}
     * @param detail a sentence for a person
     */
    record Fault(String reason, String detail) {}
}
