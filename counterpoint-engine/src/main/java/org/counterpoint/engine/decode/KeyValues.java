package org.counterpoint.engine.decode;

import org.counterpoint.engine.vector.Lanes;

/**
 * Keys and values of one row in one layer. A head's keys are in blocks of as many columns as a vector has lanes, [headDim,
 * lanes] each, so that a vector holds one component of many keys; its values are [columns, width], width being headDim
 * filled up to pairs of vectors.
 */
final class KeyValues {
    private static final int LANES = Tiles.LANES;
    /** Columns that there is room for at first, and by which room grows at least. */
    private static final int GROWTH = 64;

    private final int heads;
    private final int headDim;
    /** Floats between two columns' values. */
    private final int width;

    private float[] keys;
    private float[] values;
    private int length;
    /** Columns that there is room for; whole blocks. */
    private int room;

    KeyValues(int heads, int headDim) {
        this(heads, headDim, GROWTH);
    }

    private KeyValues(int heads, int headDim, int room) {
        this.heads = heads;
        this.headDim = headDim;
        this.width = Tiles.wholeTiles(headDim);
        this.room = room;
        this.keys = new float[heads * headDim * room];
        this.values = new float[heads * width * room];
    }

    /** Another one that begins with the same columns. */
    KeyValues copyOfFirst(int columns) {
        KeyValues copy = new KeyValues(heads, headDim, roomFor(columns));
        copy.length = columns;
        copyColumns(copy.keys, copy.values, copy.room, Lanes.whole(columns));
        return copy;
    }

    private static int roomFor(int columns) {
        return Lanes.whole(columns + Math.max(GROWTH, columns / 2));
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

    /** Where a head's block of keys begins that starts with this column. */
    int keysAt(int head, int column) {
        return (head * room + column) * headDim;
    }

    /** Where the values of a column begin; those of the head's next column follow. */
    int valuesAt(int head, int column) {
        return (head * room + column) * width;
    }

    /** Adds columns, to be filled head by head with {@link #put}. */
    void grow(int columns) {
        length += columns;
        if (length > room) {
            int wider = roomFor(length);
            float[] moreKeys = new float[heads * headDim * wider];
            float[] moreValues = new float[heads * width * wider];
            copyColumns(moreKeys, moreValues, wider, room);
            keys = moreKeys;
            values = moreValues;
            room = wider;
        }
    }

    /** Forgets all but the first columns. */
    void cut(int columns) {
        length = columns;
    }

    private void copyColumns(float[] toKeys, float[] toValues, int toRoom, int columns) {
        for (int head = 0; head < heads; head++) {
            System.arraycopy(keys, keysAt(head, 0), toKeys, head * toRoom * headDim, columns * headDim);
            System.arraycopy(values, valuesAt(head, 0), toValues, head * toRoom * width, columns * width);
        }
    }

    /** Stores a head's key and value. */
    void put(int column, int head, float[] key, float[] value, int valueAt) {
        int to = keysAt(head, column / LANES * LANES) + column % LANES;
        for (int d = 0; d < headDim; d++) {
            keys[to + d * LANES] = key[d];
        }
        System.arraycopy(value, valueAt, values, valuesAt(head, column), headDim);
    }
}
