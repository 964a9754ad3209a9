package org.counterpoint.stats;

import java.util.Arrays;

/**
 * How well a signed difference tells which of two was preferred: the area under the ROC curve when every pair is shown
 * once in either order. 0.5 for a difference that tells nothing, 1 for one that always points to the preferred.
 */
public final class PairedAuc {
    private PairedAuc() {}

    /**
     * The share of couples of pairs whose differences sum to more than 0, half where they sum to 0: a U-statistic of one
     * sample, as the two orders of a pair are no two observations. Its standard error is Hoeffding's (1948); the
     * interval lies on the logit scale, and is Wilson's where every couple agrees.
     *
     * @param differences of independent pairs, preferred minus other; at least one
     */
    public static Estimate of(double[] differences, double level) {
        int[] units = new int[differences.length];
        Arrays.setAll(units, i -> i);
        return of(differences, units, level);
    }

    /**
     * The same where pairs of one unit (a prompt, mostly) are alike: the standard error is clustered by unit.
     *
     * @param units the unit of each difference, from 0, none left out
     */
    public static Estimate of(double[] differences, int[] units, double level) {
        if (differences.length == 0 || differences.length != units.length) {
            throw new IllegalArgumentException(differences.length + " differences, " + units.length + " units");
        }
        double[] sorted = differences.clone();
        Arrays.sort(sorted);
        double[] projections = Arrays.stream(differences)
                .map(difference -> 1 - shareBelow(sorted, -difference))
                .toArray();
        int n = 1 + Arrays.stream(units).max().orElse(0);
        double auc = Sample.mean(projections);
        double error = 2 * clusteredError(projections, auc, units, n);
        Interval interval = error == 0 || auc == 0 || auc == 1
                ? Proportions.wilson(auc * n, n, level)
                : onLogitScale(auc, error, level);
        return new Estimate(auc, error, interval, n);
    }

    private static double clusteredError(double[] projections, double mean, int[] units, int n) {
        double[] ofUnit = new double[n];
        for (int i = 0; i < projections.length; i++) {
            ofUnit[units[i]] += projections[i] - mean;
        }
        double squares = Arrays.stream(ofUnit).map(sum -> sum * sum).sum();
        return n == 1 ? 0 : Math.sqrt(squares * n / (n - 1)) / projections.length;
    }

    private static Interval onLogitScale(double auc, double error, double level) {
        double logit = Math.log(auc / (1 - auc));
        double reach = Normal.reach(level) * error / (auc * (1 - auc));
        return new Interval(Sigmoid.of(logit - reach), Sigmoid.of(logit + reach), level, "U-statistic, logit");
    }

    private static double shareBelow(double[] sorted, double value) {
        int below = Quantiles.firstNotBelow(sorted, value);
        int equal = Quantiles.firstNotBelow(sorted, Math.nextUp(value)) - below;
        return (below + equal / 2.0) / sorted.length;
    }
}
