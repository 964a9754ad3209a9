package org.counterpoint.stats;

/** Moments of a sample, and the checks on it that every caller needs. */
final class Sample {
    private Sample() {}

    static double mean(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** With n - 1 beneath; 0 for a single value. */
    static double variance(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return values.length == 1 ? 0 : squares / (values.length - 1);
    }

    static double standardError(double[] values) {
        return Math.sqrt(variance(values) / values.length);
    }

    static double[] differences(double[] first, double[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(
                    "paired values come in equal number, not " + first.length + " and " + second.length);
        }
        double[] differences = new double[first.length];
        for (int i = 0; i < first.length; i++) {
            differences[i] = first[i] - second[i];
        }
        return differences;
    }

    static void checkShares(double[] values) {
        for (double value : values) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("a score lies in [0, 1], not " + value);
            }
        }
    }
}
