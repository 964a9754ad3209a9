package org.counterpoint.engine.decode;

import java.util.List;
import org.counterpoint.engine.arch.RotaryAngles;

/**
 * New columns of some rows, those of a row together and in order: what one pass through the layers computes.
 *
 * @param tokens one a column
 * @param rows which row each belongs to
 * @param positions each column's place in its row
 * @param angles of the positions, a table for each of the model's rotations, [columns, dims / 2]
 */
record Columns(int[] tokens, int[] rows, int[] positions, List<RotaryAngles.Table> angles) {
    static final Columns NONE = new Columns(new int[0], new int[0], new int[0], List.of());

    int count() {
        return tokens.length;
    }

    /** How many columns from this one on, itself included, belong to its row; {@code most} at most. */
    int run(int column, int most) {
        int end = column + 1;
        while (end < rows.length && end - column < most && rows[end] == rows[column]) {
            end++;
        }
        return end - column;
    }
}
