package org.counterpoint.train.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** Rows of some sequences as one run of numbers: each sequence's count, then its numbers. */
public final class RowNumbers {
    private RowNumbers() {}

    public static double[] flat(double[][] rows) {
        return Arrays.stream(rows)
                .flatMapToDouble(row -> DoubleStream.concat(DoubleStream.of(row.length), Arrays.stream(row)))
                .toArray();
    }

    public static double[][] rows(double[] flat) {
        List<double[]> rows = new ArrayList<>();
        for (int at = 0; at < flat.length; ) {
            int end = at + 1 + (int) flat[at];
            rows.add(Arrays.copyOfRange(flat, at + 1, end));
            at = end;
        }
        return rows.toArray(double[][]::new);
    }
}
