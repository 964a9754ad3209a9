package org.counterpoint.spark;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.counterpoint.data.rows.RowReader;

/**
 * The rows of a part while they are read.
 *
 * @param lines how many lines of its file the part took so far
 * @param further what is to be closed after the rows
 */
record OpenPart(RowReader rows, LongSupplier lines, Closeable further) implements Closeable {
    @Override
    public void close() throws IOException {
        try (further) {
            rows.close();
        }
    }
}
