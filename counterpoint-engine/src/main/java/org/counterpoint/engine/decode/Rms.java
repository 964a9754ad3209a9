package org.counterpoint.engine.decode;

import jdk.incubator.vector.FloatVector;
import org.counterpoint.engine.vector.VectorMath;

/** Root-mean-square norm of one row: y = w * x / sqrt(mean(x^2) + eps). */
final class Rms {
    private Rms() {}

    /**
     * Norms rows, to be multiplied with.
     *
     * @param x [rows, weight.length]
     * @param room [weight.length] of the caller's, for one row
     */
    static void norm(float[] x, int rows, float[] weight, double eps, float[] room, Operand y) {
        int width = weight.length;
        for (int row = 0; row < rows; row++) {
            float scale = scale(x, row * width, width, eps);
            VectorMath.scaled(x, row * width, scale, weight, room);
            y.put(row, 0, room, 0, width);
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
        float sum = VectorMath.sum(squares);
        for (int i = vectors; i < width; i++) {
            sum += x[at + i] * x[at + i];
        }
        return (float) (1 / Math.sqrt(sum / width + eps));
    }
}
