package org.counterpoint.pairs.core.choose;

import java.io.Serializable;
import java.util.Arrays;

/** Longs in a row, eight bytes each. */
public final class LongArray implements Serializable {
    private long[] values = new long[64];
    private int size;

    public void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = value;
    }

    void addAll(LongArray others) {
        for (int i = 0; i < others.size; i++) {
            add(others.values[i]);
        }
    }

    public long get(int index) {
        return values[index];
    }

    public int size() {
        return size;
    }

    /** The k-th smallest, k from 1. */
    long smallest(int k) {
        long[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return sorted[k - 1];
    }
}
