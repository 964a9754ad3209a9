package org.counterpoint.spark;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.counterpoint.data.spill.Codec;

/** Keeps so many longs. */
record LongsCodec(int count) implements Codec<long[]> {
    @Override
    public void write(long[] values, DataOutput out) throws IOException {
        for (long value : values) {
            out.writeLong(value);
        }
    }

    @Override
    public long[] read(DataInput in) throws IOException {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.readLong();
        }
        return values;
    }

    @Override
    public long weight(long[] values) {
        return 24 + 8L * count;
    }
}
