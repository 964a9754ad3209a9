package org.counterpoint.engine.decode;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Root-mean-square norm of one row: y = w * x / sqrt(mean(x^2) + eps). */
final class Rms {
    private Rms() {}

    /** Reads {@code weight.length} numbers of {@code x} and writes as many of {@code y}, which may be the same place. */
    static void norm(float[] x, int xAt, float[] weight, double eps, float[] y, int yAt) {
        int width = weight.length;
        int vectors = Tiles.SPECIES.loopBound(width);
        FloatVector squares = FloatVector.zero(Tiles.SPECIES);
        for (int i = 0; i < vectors; i += Tiles.LANES) {
            FloatVector v = FloatVector.fromArray(Tiles.SPECIES, x, xAt + i);
            squares = v.fma(v, squares);
        }
        float sum = squares.reduceLanes(VectorOperators.ADD);
        for (int i = vectors; i < width; i++) {
            sum += x[xAt + i] * x[xAt + i];
        }
        float scale = (float) (1 / Math.sqrt(sum / width + eps));
        for (int i = 0; i < vectors; i += Tiles.LANES) {
            FloatVector.fromArray(Tiles.SPECIES, x, xAt + i)
                    .mul(scale)
                    .mul(FloatVector.fromArray(Tiles.SPECIES, weight, i))
                    .intoArray(y, yAt + i);
        }
        for (int i = vectors; i < width; i++) {
            y[yAt + i] = x[xAt + i] * scale * weight[i];
        }
    }
}
