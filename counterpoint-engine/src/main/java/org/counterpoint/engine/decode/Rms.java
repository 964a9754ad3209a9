package org.counterpoint.engine.decode;

import org.counterpoint.engine.vector.RowNorm;
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
            float scale = RowNorm.inverseScale(x, row * width, width, eps);
            VectorMath.scaled(x, row * width, scale, weight, room);
            y.put(row, 0, room, 0, width);
        }
    }
}
