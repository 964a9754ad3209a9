package org.counterpoint.engine.decode;

import java.util.Arrays;

/**
 * Keys and values of one row in one layer, in blocks of as many columns as a vector has lanes. A head's block of keys
 * is [headDim, lanes], so that a vector holds one component of many keys; its block of values is [lanes, width], width
 * being headDim filled up to whole vectors. Blocks follow one another, heads within them: growing is copying.
 */
final class KeyValues {
    private static final int LANES = Tiles.LANES;
    private static final int GROWTH = 256 / LANES;

    private final int heads;
    private final int headDim;
    /** Floats between two columns' values. */
    private final int width;

    private float[] keys;
    private float[] values;
    private int length;

    /**
     * @param keys of a prompt, [heads, length, headDim]
     * @param values of the same shape
     */
    KeyValues(int heads, int headDim, float[] keys, float[] values) {
        this.heads = heads;
        this.headDim = headDim;
        this.width = (headDim + LANES - 1) / LANES * LANES;
        int prompt = keys.length / (heads * headDim);
        int blocks = prompt / LANES + GROWTH;
        this.keys = new float[blocks * keyBlock()];
        this.values = new float[blocks * valueBlock()];
        for (int column = 0; column < prompt; column++) {
            grow();
            for (int head = 0; head < heads; head++) {
                put(head, keys, values, (head * prompt + column) * headDim);
            }
        }
    }

    private int keyBlock() {
        return heads * headDim * LANES;
    }

    private int valueBlock() {
        return heads * width * LANES;
    }

    /** Columns there are. */
    int length() {
        return length;
    }

    float[] keys() {
        return keys;
    }

    float[] values() {
        return values;
    }

    int width() {
        return width;
    }

    /** Where a head's keys begin in the block that holds a column. */
    int keysAt(int head, int column) {
        return (column / LANES * heads + head) * headDim * LANES;
    }

    /** Where the values of a column begin. */
    int valuesAt(int head, int column) {
        return (column / LANES * heads + head) * width * LANES + column % LANES * width;
    }

    /** Adds a column, to be filled head by head with {@link #put}. */
    void grow() {
        length++;
        int blocks = (length + LANES - 1) / LANES;
        if (blocks * keyBlock() > keys.length) {
            int more = blocks + Math.max(GROWTH, blocks / 2);
            keys = Arrays.copyOf(keys, more * keyBlock());
            values = Arrays.copyOf(values, more * valueBlock());
        }
    }

    /** Stores a head's key and value in the last column. */
    void put(int head, float[] key, float[] value, int at) {
        put(head, key, at, value, at);
    }

    void put(int head, float[] key, int keyAt, float[] value, int valueAt) {
        int column = length - 1;
        int to = keysAt(head, column) + column % LANES;
        for (int d = 0; d < headDim; d++) {
            keys[to + d * LANES] = key[keyAt + d];
        }
        System.arraycopy(value, valueAt, values, valuesAt(head, column), headDim);
    }
}
