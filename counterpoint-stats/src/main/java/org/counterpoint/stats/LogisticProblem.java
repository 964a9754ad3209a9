package org.counterpoint.stats;

/**
 * What a logistic regression is fitted to. There is no hidden intercept: give a column of ones.
 *
 * @param rows the design matrix, row by row
 * @param targets in [0, 1]; a fraction y counts as a 1 of weight y and a 0 of weight 1 - y
 * @param weights not negative
 */
public record LogisticProblem(double[][] rows, double[] targets, double[] weights) {
    public LogisticProblem {
        if (rows.length == 0 || rows.length != targets.length || rows.length != weights.length) {
            throw new IllegalArgumentException(
                    rows.length + " rows, " + targets.length + " targets, " + weights.length + " weights");
        }
        for (double[] row : rows) {
            if (row.length != rows[0].length) {
                throw new IllegalArgumentException("rows of " + rows[0].length + " and of " + row.length + " numbers");
            }
        }
        Sample.checkShares(targets);
    }

    int columns() {
        return rows[0].length;
    }

    /** The weighted sum of log losses. */
    public double loss(double[] coefficients) {
        double loss = 0;
        for (int r = 0; r < rows.length; r++) {
            double x = dot(rows[r], coefficients);
            loss += weights[r] * (Sigmoid.softplus(x) - targets[r] * x);
        }
        return loss;
    }

    /** Over the length of the first. */
    static double dot(double[] first, double[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += first[i] * second[i];
        }
        return sum;
    }
}
