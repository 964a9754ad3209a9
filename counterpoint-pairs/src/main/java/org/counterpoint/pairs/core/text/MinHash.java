package org.counterpoint.pairs.core.text;

/**
 * Keys that similar texts are likely to share: MinHash (Broder 1997) with locality-sensitive bands. Two texts of
 * similarity s share at least one of {@link #BANDS} keys of {@link #ROWS} minima each with probability 1 - (1 - s^4)^20:
 * 0.997 at 0.7, 0.72 at 0.5, 0.03 at 0.2.
 */
public final class MinHash {
    static final int BANDS = 20;
    static final int ROWS = 4;

    private static final long[] SEEDS = seeds();

    private MinHash() {}

    private static long[] seeds() {
        long[] seeds = new long[BANDS * ROWS];
        for (int i = 0; i < seeds.length; i++) {
            seeds[i] = Hashing.mix(i + 1);
        }
        return seeds;
    }

    /** A key a band. */
    public static long[] bands(Shingles shingles) {
        long[] hashes = shingles.hashes();
        long[] keys = new long[BANDS];
        for (int band = 0; band < BANDS; band++) {
            long key = band;
            for (int row = 0; row < ROWS; row++) {
                long seed = SEEDS[band * ROWS + row];
                long least = Long.MAX_VALUE;
                for (long hash : hashes) {
                    least = Math.min(least, Hashing.mix(hash ^ seed));
                }
                key = Hashing.mix(key ^ least);
            }
            keys[band] = key;
        }
        return keys;
    }
}
