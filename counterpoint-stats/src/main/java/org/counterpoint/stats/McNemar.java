package org.counterpoint.stats;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/** McNemar's test: do two models succeed equally often on the same instructions? */
public final class McNemar {
    private McNemar() {}

    /**
     * The exact form: the instructions on which only one of the two succeeds split like a fair coin.
     *
     * @return the statistic is the smaller of the two counts; p is 1 where both are 0
     */
    public static TestResult exact(int onlyFirst, int onlySecond) {
        if (onlyFirst < 0 || onlySecond < 0) {
            throw new IllegalArgumentException("counts of " + onlyFirst + " and " + onlySecond);
        }
        int smaller = Math.min(onlyFirst, onlySecond);
        double below = BinomialDistribution.of(onlyFirst + onlySecond, 0.5).cumulativeProbability(smaller);
        return new TestResult(smaller, Math.min(1, 2 * below), "McNemar, exact");
    }
}
