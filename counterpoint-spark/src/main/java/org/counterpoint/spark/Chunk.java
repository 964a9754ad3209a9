package org.counterpoint.spark;

/**
 * How records travel: packed into chunks of bytes that are sorted by where they go, then by where they come from, then by
 * their number. So they arrive in the order in which they were sent, whoever was faster.
 */
final class Chunk {
    /** More parts than a job has. */
    static final int MOST_PARTS = 1 << 18;

    private static final int FROM_BITS = 18;
    private static final int NUMBER_BITS = 26;

    private Chunk() {}

    static long key(int to, int from, int number) {
        if (number >>> NUMBER_BITS != 0) {
            throw new IllegalStateException("a part of the input sends more than " + (1 << NUMBER_BITS) + " chunks");
        }
        return ((long) to << (FROM_BITS + NUMBER_BITS)) | ((long) from << NUMBER_BITS) | number;
    }

    static int to(long key) {
        return (int) (key >>> (FROM_BITS + NUMBER_BITS));
    }
}
