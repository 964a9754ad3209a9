package org.counterpoint.engine.decode;

/**
 * The numbers of {@link KeyValues} in one format, and the sums that attention takes over them. Places are in words: a word is a number in
 * fp32 or two in bf16. Sums are in fp32, over components or columns in order. Loops are written out in each format: vectors that a method
 * of their own would load become objects where the JVM does not put it into the loop.
 */
sealed interface CachedNumbers permits FloatNumbers, HalfNumbers {
    /** How many numbers a word holds. */
    int ofWord();

    /** These in an array each with room for so many columns, of which the first are copied. */
    CachedNumbers withRoom(int heads, int room, int columns);

    /**
     * Stores a column's key and value.
     *
     * @param keyAt where the word of its first component is; the next is a vector further
     * @param key [headDim]
     * @param valueAt where its value begins
     * @param value read from {@code from} on
     */
    void put(int keyAt, float[] key, int valueAt, float[] value, int from);

    /**
     * A query's products with the keys of some columns, whole vectors of them, times the scale.
     *
     * @param query read from {@code q} on
     * @param keysAt where the keys of column {@code from} begin
     * @param scores written at the columns
     */
    void score(float[] query, int q, int keysAt, int from, int end, float scale, float[] scores);

    /**
     * The same for four queries, which stand behind one another, and their scores {@code stride} apart; what follows a query's scores, as far
     * as a vector, is overwritten.
     */
    void scoreFour(float[] queries, int q, int keysAt, int from, int end, float scale, float[] scores, int stride);

    /**
     * The sum, weighted by scores, of two vectors of components of the values.
     *
     * @param valuesAt where these components of column {@code from} are
     */
    void weigh(int valuesAt, int from, int to, float[] scores, float[] sums, int at);

    /** The same for four queries, whose sums are {@code apart}. */
    void weighFour(int valuesAt, int from, int to, float[] scores, int stride, float[] sums, int at, int apart);
}
