package org.counterpoint.stats;

/**
 * The front door for a win rate: the mean of one score in [0, 1] per instruction (1 a win, 0.5 a tie, 0 a loss, or a
 * weighted preference), with an interval whose kind is picked by the number of instructions and the rate. The measured
 * coverage of both kinds is in {@code docs/statistics.md}.
 */
public final class WinRate {
    /** From here on, and between the two rates, the bootstrap was measured to cover what it claims. */
    private static final int ENOUGH = 500;

    private static final double NEAR_ZERO = 0.1;

    private WinRate() {}

    /** At the 95 % level. */
    public static Estimate of(double[] scores, long seed) {
        return of(scores, 0.95, seed);
    }

    public static Estimate of(double[] scores, double level, long seed) {
        Sample.checkShares(scores);
        double rate = Sample.mean(scores);
        if (scores.length >= ENOUGH && rate >= NEAR_ZERO && rate <= 1 - NEAR_ZERO) {
            return new Bootstrap(5000, level, seed).mean(scores);
        }
        return new Estimate(
                rate, Sample.standardError(scores), Proportions.wilsonOfScores(scores, level), scores.length);
    }

    /** The difference of two models' win rates on the same instructions, first minus second. */
    public static Estimate difference(double[] first, double[] second, double level, long seed) {
        Sample.checkShares(first);
        Sample.checkShares(second);
        double[] differences = Sample.differences(first, second);
        if (differences.length >= ENOUGH) {
            return new Bootstrap(5000, level, seed).mean(differences);
        }
        return new Estimate(
                Sample.mean(differences),
                Sample.standardError(differences),
                Proportions.wilsonOfDifferences(differences, level),
                differences.length);
    }
}
