package org.counterpoint.train.batch;

import java.util.Arrays;
import org.counterpoint.engine.RowScores;

/** Between rows and responses: the log-probability of a response is the sum over its tokens. */
public final class ResponseSums {
    private ResponseSums() {}

    /** The sum of each response's rows. */
    public static double[] of(RowScores rows) {
        double[] sums = new double[rows.sequences()];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = of(rows.of(i));
        }
        return sums;
    }

    /** The sum of one response's rows. */
    public static double of(double[] rows) {
        double sum = 0;
        for (double row : rows) {
            sum += row;
        }
        return sum;
    }

    /**
     * The derivative by each row, from the derivatives by the sums.
     *
     * @param derivatives one a response
     * @param starts as of {@link RowScores}
     */
    public static double[] derivativesByRow(double[] derivatives, int[] starts) {
        double[] rows = new double[starts[derivatives.length]];
        for (int i = 0; i < derivatives.length; i++) {
            Arrays.fill(rows, starts[i], starts[i + 1], derivatives[i]);
        }
        return rows;
    }
}
