package org.counterpoint.engine.decode;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.counterpoint.engine.vector.HalfRounding;

/** Rows that matrices are multiplied with, in the forms that these read. */
final class Operand {
    private final int width;
    private final float[] interleaved;
    private final float[] rows;
    private final short[] halves;

    /** How rows lie in memory. */
    enum Form {
        /** fp32 as {@link Tiles#at} says, so that the numbers that a weight is multiplied with are neighbours. */
        INTERLEAVED,
        /** fp32, row after row. */
        ROWS,
        /** Rounded to bf16, row after row. */
        HALVES
    }

    private Operand(int rows, int width, Set<Form> forms) {
        this.width = width;
        this.interleaved = new float[forms.contains(Form.INTERLEAVED) ? Tiles.wholeBlocks(rows) * width : 0];
        this.rows = new float[forms.contains(Form.ROWS) ? rows * width : 0];
        this.halves = new short[forms.contains(Form.HALVES) ? rows * width : 0];
    }

    /**
     * Room for some rows.
     *
     * @param takers the matrices, of equally many inputs, that are to be multiplied with it
     */
    static Operand of(int rows, Collection<? extends Matrix> takers) {
        return new Operand(
                rows,
                takers.iterator().next().inputs(),
                takers.stream().flatMap(matrix -> matrix.reads().stream()).collect(Collectors.toSet()));
    }

    /** Puts some numbers of a row, from its number {@code k} on. Threads may put different numbers at once. */
    void put(int row, int k, float[] from, int at, int count) {
        if (interleaved.length > 0) {
            int to = Tiles.at(row, k, width);
            for (int i = 0; i < count; i++) {
                interleaved[to + i * Tiles.BLOCK] = from[at + i];
            }
        }
        if (rows.length > 0) {
            System.arraycopy(from, at, rows, row * width + k, count);
        }
        if (halves.length > 0) {
            HalfRounding.round(from, at, count, halves, row * width + k);
        }
    }

    /** [rows rounded up to {@link Tiles#BLOCK}, width], laid out as {@link Tiles#at} says. */
    float[] interleaved() {
        return interleaved;
    }

    /** [rows, width] */
    float[] rows() {
        return rows;
    }

    /** [rows, width] in bf16. */
    short[] halves() {
        return halves;
    }
}
