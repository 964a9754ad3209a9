package org.counterpoint.stats;

/** Quantiles of sorted values. */
final class Quantiles {
    private Quantiles() {}

    /** Between the two nearest values, linearly (type 7 of Hyndman and Fan, the default of R and NumPy). */
    static double of(double[] sorted, double p) {
        double at = p * (sorted.length - 1);
        int below = (int) Math.floor(at);
        if (below >= sorted.length - 1) {
            return sorted[sorted.length - 1];
        }
        return sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]);
    }

    /** Which share of the values lies below this one, those equal to it counted half: scores come on a lattice. */
    static double shareBelow(double[] sorted, double value) {
        // Sums of the same scores in another order differ by rounding.
        double rounding = 1e-12 * Math.max(1, Math.abs(value));
        int below = firstNotBelow(sorted, value - rounding);
        int notAbove = firstNotBelow(sorted, value + rounding);
        return (below + notAbove) / (2.0 * sorted.length);
    }

    /** How many of the values are smaller than this one. */
    static int firstNotBelow(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
