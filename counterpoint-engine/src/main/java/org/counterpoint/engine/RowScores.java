package org.counterpoint.engine;

import java.util.Arrays;

/**
 * One number a scored row, what it is says {@link HeadKind}. Sequence i has the
 * rows from {@code starts[i]} to {@code starts[i + 1]}.
 *
 * @param values [R] sequence after sequence, in the batch's flat order
 * @param starts [N + 1] where each sequence's rows begin; the last is R
 */
public record RowScores(double[] values, int[] starts) {
    public RowScores {
        if (starts.length == 0 || starts[0] != 0 || starts[starts.length - 1] != values.length) {
            throw new IllegalArgumentException(
                    "row starts " + Arrays.toString(starts) + " do not fit " + values.length + " rows");
        }
    }

    /** How many sequences. */
    public int sequences() {
        return starts.length - 1;
    }

    /** How many rows sequence {@code i} has. */
    public int rows(int i) {
        return starts[i + 1] - starts[i];
    }

    /** The rows of sequence {@code i}. */
    public double[] of(int i) {
        return Arrays.copyOfRange(values, starts[i], starts[i + 1]);
    }
}
