package org.counterpoint.engine.decode;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Root-mean-square norm of one row: y = w * x / sqrt(mean(x^2) + eps). */
final class Rms {
    private Rms() {}

    /**
     * Norms rows to where {@link Tiles#at} puts them.
     *
     * @param x [rows, weight.length]
     */
    static void normInterleaved(float[] x, int rows, float[] weight, double eps, float[] y) {
        int width = weight.length;
        for (int row = 0; row < rows; row++) {
            float scale = scale(x, row * width, width, eps);
            int from = row * width;
            int to = Tiles.at(row, 0, width);
            for (int i = 0; i < width; i++) {
                y[to + i * Tiles.BLOCK] = x[from + i] * scale * weight[i];
            }
        }
    }

    /** Rows as they are, to where {@link Tiles#at} puts them. */
    static void interleave(float[] x, int rows, int width, float[] y) {
        for (int row = 0; row < rows; row++) {
            int to = Tiles.at(row, 0, width);
            for (int i = 0; i < width; i++) {
                y[to + i * Tiles.BLOCK] = x[row * width + i];
            }
        }
    }

    /** 1 / sqrt(mean(x^2) + eps) of some numbers in a row. */
    static float scale(float[] x, int at, int width, double eps) {
        int vectors = Tiles.SPECIES.loopBound(width);
        FloatVector squares = FloatVector.zero(Tiles.SPECIES);
        for (int i = 0; i < vectors; i += Tiles.LANES) {
            FloatVector v = FloatVector.fromArray(Tiles.SPECIES, x, at + i);
            squares = v.fma(v, squares);
        }
        float sum = squares.reduceLanes(VectorOperators.ADD);
        for (int i = vectors; i < width; i++) {
            sum += x[at + i] * x[at + i];
        }
        return (float) (1 / Math.sqrt(sum / width + eps));
    }
}
