package org.counterpoint.engine.vector;

import jdk.incubator.vector.FloatVector;

/** Root-mean-square norm (arXiv 1910.07467) of some fp32 numbers x side by side: y = w n, n = x / sqrt(mean(x^2) + eps). */
public final class RowNorm {
    private static final int LANES = Lanes.COUNT;

    private RowNorm() {}

    /** 1 / sqrt(mean(x^2) + eps) of {@code count} numbers. */
    public static float inverseScale(float[] x, int at, int count, double eps) {
        int whole = Lanes.SPECIES.loopBound(count);
        FloatVector squares = FloatVector.zero(Lanes.SPECIES);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector v = FloatVector.fromArray(Lanes.SPECIES, x, at + i);
            squares = v.fma(v, squares);
        }
        float sum = VectorMath.sum(squares);
        for (int i = whole; i < count; i++) {
            sum += x[at + i] * x[at + i];
        }
        return (float) (1 / Math.sqrt(sum / count + eps));
    }

    /** From x to y, in place. */
    public static void apply(float[] x, int at, float inverseScale, float[] weight) {
        int whole = Lanes.SPECIES.loopBound(weight.length);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector.fromArray(Lanes.SPECIES, x, at + i)
                    .mul(inverseScale)
                    .mul(FloatVector.fromArray(Lanes.SPECIES, weight, i))
                    .intoArray(x, at + i);
        }
        for (int i = whole; i < weight.length; i++) {
            x[at + i] = x[at + i] * inverseScale * weight[i];
        }
    }

    /**
     * The way back: dx = (w dy - n mean(w dy n)) / sqrt(mean(x^2) + eps).
     *
     * @param dy where x stands in its array; becomes dx
     * @param byWeight gets dy n added
     */
    public static void backward(float[] dy, float[] x, int at, float inverseScale, float[] weight, float[] byWeight) {
        float mean = addByWeight(dy, x, at, inverseScale, weight, byWeight) / weight.length;
        int whole = Lanes.SPECIES.loopBound(weight.length);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector n = FloatVector.fromArray(Lanes.SPECIES, x, at + i).mul(inverseScale);
            FloatVector.fromArray(Lanes.SPECIES, dy, at + i)
                    .mul(FloatVector.fromArray(Lanes.SPECIES, weight, i))
                    .sub(n.mul(mean))
                    .mul(inverseScale)
                    .intoArray(dy, at + i);
        }
        for (int i = whole; i < weight.length; i++) {
            dy[at + i] = (dy[at + i] * weight[i] - x[at + i] * inverseScale * mean) * inverseScale;
        }
    }

    /** Returns the sum of w dy n. */
    private static float addByWeight(
            float[] dy, float[] x, int at, float inverseScale, float[] weight, float[] byWeight) {
        int whole = Lanes.SPECIES.loopBound(weight.length);
        FloatVector sums = FloatVector.zero(Lanes.SPECIES);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector product = FloatVector.fromArray(Lanes.SPECIES, x, at + i)
                    .mul(inverseScale)
                    .mul(FloatVector.fromArray(Lanes.SPECIES, dy, at + i));
            FloatVector.fromArray(Lanes.SPECIES, byWeight, i).add(product).intoArray(byWeight, i);
            sums = product.fma(FloatVector.fromArray(Lanes.SPECIES, weight, i), sums);
        }
        float sum = VectorMath.sum(sums);
        for (int i = whole; i < weight.length; i++) {
            float product = x[at + i] * inverseScale * dy[at + i];
            byWeight[i] += product;
            sum += product * weight[i];
        }
        return sum;
    }
}
