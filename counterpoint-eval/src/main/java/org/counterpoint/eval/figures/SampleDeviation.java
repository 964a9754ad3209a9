package org.counterpoint.eval.figures;

/** The standard deviation of a sample. */
final class SampleDeviation {
    private SampleDeviation() {}

    /** With n - 1; NaN of fewer than two values. */
    static double of(double[] values) {
        if (values.length < 2) {
            return Double.NaN;
        }
        double mean = NumpySum.of(values) / values.length;
        double[] squares = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            squares[i] = (values[i] - mean) * (values[i] - mean);
        }
        return Math.sqrt(NumpySum.of(squares) / (values.length - 1));
    }
}
