package org.counterpoint.data.spill;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How a value is kept in a scratch file, which only the process that wrote it reads. */
public interface Codec<T> {
    void write(T value, DataOutput out) throws IOException;

    T read(DataInput in) throws IOException;

    /** About how many bytes of heap the value takes. */
    long weight(T value);
}
