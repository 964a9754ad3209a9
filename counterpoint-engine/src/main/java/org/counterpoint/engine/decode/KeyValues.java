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
    /** Numbers between two columns' values. */
    private final int width;

    private CachedNumbers numbers;
    private int length;
    /** Columns that there is room for; whole blocks. */
    private int room;

    /** @param bf16 whether they are rounded to bf16, which takes half; an odd number of components stays in fp32 */
    KeyValues(int heads, int headDim, boolean bf16) {
        this(heads, headDim, GROWTH, none(headDim, bf16).withRoom(heads, GROWTH, 0));
    }

    private KeyValues(int heads, int headDim, int room, CachedNumbers numbers) {
        this.heads = heads;
        this.headDim = headDim;
        this.width = Tiles.wholeTiles(headDim);
        this.room = room;
        this.numbers = numbers;
    }

    private static CachedNumbers none(int headDim, boolean bf16) {
        int width = Tiles.wholeTiles(headDim);
        return bf16 && headDim % 2 == 0 ? HalfNumbers.none(headDim, width) : FloatNumbers.none(headDim, width);
    }

    /** Another one that begins with the same columns. */
    KeyValues copyOfFirst(int columns) {
        int other = roomFor(columns);
        KeyValues copy = new KeyValues(heads, headDim, other, numbers.withRoom(heads, other, Lanes.whole(columns)));
        copy.length = columns;
        return copy;
    }

    private static int roomFor(int columns) {
        return Lanes.whole(columns + Math.max(GROWTH, columns / 2));
    }

    /** Columns there are. */
    int length() {
        return length;
    }

    CachedNumbers numbers() {
        return numbers;
    }

    int width() {
        return width;
    }

    /** Where a head's block of keys begins that starts with this column. */
    int keysAt(int head, int column) {
        return (head * room + column) * (headDim / numbers.ofWord());
    }

    /** Where components of a column's value begin, {@code d} being a whole number of tiles; those of the head's next column follow. */
    int valuesAt(int head, int column, int d) {
        return ((head * room + column) * width + d) / numbers.ofWord();
    }

    /** Adds columns, to be filled head by head with {@link #put}. */
    void grow(int columns) {
        length += columns;
        if (length > room) {
            int wider = roomFor(length);
            numbers = numbers.withRoom(heads, wider, room);
            room = wider;
        }
    }

    /** Forgets all but the first columns. */
    void cut(int columns) {
        length = columns;
    }

    /** Stores a head's key and value. */
    void put(int column, int head, float[] key, float[] value, int valueAt) {
        int keyAt = keysAt(head, column / LANES * LANES) + column % LANES;
        numbers.put(keyAt, key, valuesAt(head, column, 0), value, valueAt);
    }
}
