package org.counterpoint.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** Quantiles that the intervals and tests of this room share. */
final class Normal {
    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private Normal() {}

    /** How many standard errors a two-sided interval reaches to either side: 1.96 for 0.95. */
    static double reach(double level) {
        checkLevel(level);
        return STANDARD.inverseSurvivalProbability((1 - level) / 2);
    }

    /** As {@link #reach(double)}, for a standard error that was itself estimated with few degrees of freedom. */
    static double reach(double level, double degreesOfFreedom) {
        checkLevel(level);
        return TDistribution.of(degreesOfFreedom).inverseSurvivalProbability((1 - level) / 2);
    }

    static double quantile(double p) {
        return STANDARD.inverseCumulativeProbability(p);
    }

    static double cumulative(double z) {
        return STANDARD.cumulativeProbability(z);
    }

    /** The two-sided p-value of a standard normal statistic. */
    static double twoSided(double z) {
        return Math.min(1, 2 * STANDARD.survivalProbability(Math.abs(z)));
    }

    private static void checkLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("a level lies between 0 and 1, not " + level);
        }
    }
}
