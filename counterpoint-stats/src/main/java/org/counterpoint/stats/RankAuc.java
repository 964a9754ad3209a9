package org.counterpoint.stats;

import java.util.Arrays;

/** Area under the ROC curve: how often a positive case ranks above a negative one, ties counted half. */
public final class RankAuc {
    private RankAuc() {}

    /**
     * With DeLong's standard error (1988, computed by ranks) and its interval on the logit scale, which stays in [0, 1].
     * Where the two kinds are wholly apart, Wilson's interval for the smaller of the two numbers of cases.
     *
     * @param positive scores of the positive cases
     */
    public static Estimate of(double[] positive, double[] negative, double level) {
        if (positive.length == 0 || negative.length == 0) {
            throw new IllegalArgumentException(
                    "cases of both kinds, not " + positive.length + " and " + negative.length);
        }
        double[] above = shareBelow(positive, negative);
        double[] below = shareBelow(negative, positive);
        double auc = Sample.mean(above);
        double error = Math.sqrt(Sample.variance(above) / positive.length + Sample.variance(below) / negative.length);
        int smaller = Math.min(positive.length, negative.length);
        Interval interval = error == 0 || auc == 0 || auc == 1
                ? Proportions.wilson(auc * smaller, smaller, level)
                : onLogitScale(auc, error, level);
        return new Estimate(auc, error, interval, positive.length + negative.length);
    }

    private static Interval onLogitScale(double auc, double error, double level) {
        double logit = Math.log(auc / (1 - auc));
        double reach = Normal.reach(level) * error / (auc * (1 - auc));
        return new Interval(Sigmoid.of(logit - reach), Sigmoid.of(logit + reach), level, "DeLong, logit");
    }

    /** For each value which share of the others lies below it, those equal counted half. */
    private static double[] shareBelow(double[] values, double[] others) {
        double[] sorted = others.clone();
        Arrays.sort(sorted);
        return Arrays.stream(values).map(value -> shareBelow(sorted, value)).toArray();
    }

    private static double shareBelow(double[] sorted, double value) {
        int below = Quantiles.firstNotBelow(sorted, value);
        int equal = Quantiles.firstNotBelow(sorted, Math.nextUp(value)) - below;
        return (below + equal / 2.0) / sorted.length;
    }
}
