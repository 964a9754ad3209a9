package org.counterpoint.stats;

import java.util.Arrays;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;

/** Intervals for a share of successes, sound near 0 and 1 and for few trials, where the mean's standard error is not. */
public final class Proportions {
    /**
     * How many observations of the largest possible spread are mixed in before the spread of a sample is trusted: a
     * sample of nothing but ties says little of how often there is no tie.
     */
    private static final double DOUBT = 1;

    /** With fewer expected wins, or losses, than this, scores count as mere wins and losses do. */
    private static final double FEW = 10;

    private Proportions() {}

    /**
     * Wilson's score interval (1927).
     *
     * @param successes from 0 to {@code trials}; a tie counts half
     * @param trials more than 0; need not be whole
     */
    public static Interval wilson(double successes, double trials, double level) {
        return wilson(successes, trials, level, "Wilson");
    }

    /** Clopper and Pearson's "exact" interval: covers at least {@code level}, often more. */
    public static Interval clopperPearson(int successes, int trials, double level) {
        check(successes, trials);
        var interval = BinomialConfidenceInterval.CLOPPER_PEARSON.fromErrorRate(trials, successes, 1 - level);
        return new Interval(interval.getLowerBound(), interval.getUpperBound(), level, "Clopper-Pearson");
    }

    /**
     * Wilson's interval for the mean of scores in [0, 1] that are not only 0 and 1 (ties at 0.5, weighted preferences).
     * Such scores spread less than wins and losses of the same mean; they count as correspondingly more trials, unless
     * the mean is so near an end that a sample seldom shows its own spread.
     */
    public static Interval wilsonOfScores(double[] scores, double level) {
        return ofScores(scores, FEW, level);
    }

    private static Interval ofScores(double[] scores, double few, double level) {
        Sample.checkShares(scores);
        double mean = Sample.mean(scores);
        double largest = mean * (1 - mean);
        int n = scores.length;
        double squares = Sample.variance(scores) * (n - 1);
        double spread = Math.min(largest, (squares + DOUBT * largest) / (n + DOUBT));
        boolean nearEnd = spread == 0 || n * Math.min(mean, 1 - mean) < few;
        double trials = nearEnd ? n : n * largest / spread;
        return wilson(mean * trials, trials, level, nearEnd ? "Wilson" : "Wilson, effective count");
    }

    /** The same for the mean of differences of two such scores, each in [-1, 1]: no difference is far from both ends. */
    public static Interval wilsonOfDifferences(double[] differences, double level) {
        double[] scores = Arrays.stream(differences).map(d -> (d + 1) / 2).toArray();
        Interval interval = ofScores(scores, FEW / 2, level);
        return new Interval(2 * interval.low() - 1, 2 * interval.high() - 1, level, interval.method());
    }

    private static Interval wilson(double successes, double trials, double level, String method) {
        check(successes, trials);
        double z = Normal.reach(level);
        double rate = successes / trials;
        double centre = (rate + z * z / (2 * trials)) / (1 + z * z / trials);
        double half = z / (1 + z * z / trials) * Math.sqrt(rate * (1 - rate) / trials + z * z / (4 * trials * trials));
        // At 0 and 1 the bound is the rate itself; rounding is not to move it inwards.
        double low = Math.max(0, Math.min(rate, centre - half));
        double high = Math.min(1, Math.max(rate, centre + half));
        return new Interval(low, high, level, method);
    }

    /**
     * An interval for a share whose standard error is known, made on the scale of log-odds, where it cannot leave [0, 1].
     *
     * @param error of the share itself, not of its log-odds
     */
    public static Interval onLogOdds(double share, double error, double level, String method) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("a share of " + share + " has no log-odds");
        }
        double centre = Math.log(share / (1 - share));
        double reach = Normal.reach(level) * error / (share * (1 - share));
        return new Interval(Sigmoid.of(centre - reach), Sigmoid.of(centre + reach), level, method);
    }

    private static void check(double successes, double trials) {
        if (!(trials > 0 && successes >= 0 && successes <= trials)) {
            throw new IllegalArgumentException(successes + " successes in " + trials + " trials");
        }
    }
}
