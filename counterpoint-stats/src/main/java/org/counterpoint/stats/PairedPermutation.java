package org.counterpoint.stats;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The sign-flip test: were the two models alike, each instruction's difference would be as likely with the other sign.
 * It asks nothing of the scores but that.
 */
public final class PairedPermutation {
    /** Up to here every pattern of signs is tried: a million of them. */
    private static final int EXACT_UP_TO = 20;

    private static final int FLIPS = 10_000;

    private PairedPermutation() {}

    /** The statistic is the mean of first minus second. */
    public static TestResult test(double[] first, double[] second, long seed) {
        double[] differences = Sample.differences(first, second);
        double mean = Sample.mean(differences);
        double[] apart = Arrays.stream(differences).filter(d -> d != 0).toArray();
        // Equal sums in another order differ by rounding; they are as extreme as the one seen.
        double seen = Math.abs(mean * differences.length) * (1 - 1e-10);
        return apart.length <= EXACT_UP_TO
                ? new TestResult(mean, exact(apart, seen), "sign-flip permutation, exact")
                : new TestResult(mean, drawn(apart, seen, seed), "sign-flip permutation, " + FLIPS + " draws");
    }

    private static double exact(double[] differences, double seen) {
        long patterns = 1L << differences.length;
        long extreme = 0;
        for (long pattern = 0; pattern < patterns; pattern++) {
            extreme += Math.abs(flipped(differences, pattern, 0, differences.length)) >= seen ? 1 : 0;
        }
        return (double) extreme / patterns;
    }

    private static double drawn(double[] differences, double seen, long seed) {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
        int extreme = 0;
        for (int flip = 0; flip < FLIPS; flip++) {
            double sum = 0;
            for (int from = 0; from < differences.length; from += Long.SIZE) {
                sum += flipped(differences, random.nextLong(), from, Math.min(from + Long.SIZE, differences.length));
            }
            extreme += Math.abs(sum) >= seen ? 1 : 0;
        }
        // What was seen is one of the patterns, so p is never 0 (Phipson and Smyth, 2010).
        return (extreme + 1.0) / (FLIPS + 1.0);
    }

    private static double flipped(double[] differences, long signs, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (signs >>> (i - from) & 1) == 0 ? differences[i] : -differences[i];
        }
        return sum;
    }
}
