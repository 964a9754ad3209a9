package org.counterpoint.engine.decode;

import java.util.Collection;
import org.counterpoint.engine.vector.HalfRounding;

/**
 * Rows that matrices are multiplied with, in the form that these take: fp32 laid out as {@link Tiles#at} says, bf16 row after row,
 * or both.
 */
final class Operand {
    private final int width;
    private final float[] interleaved;
    private final short[] halves;

    private Operand(int rows, int width, boolean floats, boolean halves) {
        this.width = width;
        this.interleaved = new float[floats ? Tiles.wholeBlocks(rows) * width : 0];
        this.halves = new short[halves ? rows * width : 0];
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
                takers.stream().anyMatch(Matrix::takesFloats),
                takers.stream().anyMatch(Matrix::takesHalves));
    }

    /** Puts some numbers of a row, from its number {@code k} on. Threads may put different numbers at once. */
    void put(int row, int k, float[] from, int at, int count) {
        if (interleaved.length > 0) {
            int to = Tiles.at(row, k, width);
            for (int i = 0; i < count; i++) {
                interleaved[to + i * Tiles.BLOCK] = from[at + i];
            }
        }
        if (halves.length > 0) {
            HalfRounding.round(from, at, count, halves, row * width + k);
        }
    }

    /** [rows rounded up to {@link Tiles#BLOCK}, width], laid out as {@link Tiles#at} says. */
    float[] interleaved() {
        return interleaved;
    }

    /** [rows, width] in bf16. */
    short[] halves() {
        return halves;
    }
}
