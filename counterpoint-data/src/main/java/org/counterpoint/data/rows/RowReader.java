package org.counterpoint.data.rows;

import java.io.Closeable;
import java.util.Iterator;

/**
 * The rows of one file, in order. A file cut short ends with a broken row of reason {@code
 * truncated_file}. A disk that fails is an {@link java.io.UncheckedIOException}.
 */
public interface RowReader extends Iterator<Row>, Closeable {
    /** How far reading is, in bytes of the file on disk. */
    long position();

    /** The bytes of the file on disk. */
    long size();

    @Override
    void close();
}
