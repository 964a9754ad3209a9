package org.counterpoint.engine.model;

import java.util.Arrays;
import org.counterpoint.engine.RowScores;

/** What golden values say of whole responses, and passes by row. */
final class Responses {
    private Responses() {}

    static double[] sums(RowScores rows) {
        double[] sums = new double[rows.sequences()];
        Arrays.setAll(sums, i -> Arrays.stream(rows.of(i)).sum());
        return sums;
    }

    /** Every row's derivative is its response's. */
    static double[] byRow(double[] byResponse, RowScores rows) {
        double[] all = new double[rows.values().length];
        for (int i = 0; i < byResponse.length; i++) {
            Arrays.fill(all, rows.starts()[i], rows.starts()[i + 1], byResponse[i]);
        }
        return all;
    }
}
