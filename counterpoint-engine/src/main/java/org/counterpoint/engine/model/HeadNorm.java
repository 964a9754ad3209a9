package org.counterpoint.engine.model;

import org.counterpoint.engine.vector.RowNorm;

/** Norms heads in arrays, each for itself, and takes gradients back through that. For one thread. */
final class HeadNorm {
    private final float[] weight;
    private final double eps;
    private final int width;
    private final float[] gradient;

    /**
     * @param weight of a head's numbers
     * @param width of a head in an array
     */
    HeadNorm(float[] weight, double eps, int width) {
        this.weight = weight;
        this.eps = eps;
        this.width = width;
        this.gradient = new float[weight.length];
    }

    /** @param heads that stand side by side from {@code at} on */
    void apply(float[] numbers, int at, int heads) {
        for (int i = 0; i < heads; i++) {
            int head = at + i * width;
            RowNorm.apply(numbers, head, RowNorm.inverseScale(numbers, head, weight.length, eps), weight);
        }
    }

    /**
     * The same heads' way back.
     *
     * @param gradients by what {@link #apply} gave, where the heads stand; become those by what it was given
     * @param numbers what it was given
     */
    void backward(float[] gradients, float[] numbers, int at, int heads) {
        for (int i = 0; i < heads; i++) {
            int head = at + i * width;
            float scale = RowNorm.inverseScale(numbers, head, weight.length, eps);
            RowNorm.backward(gradients, numbers, head, scale, weight, gradient);
        }
    }

    /** By the weight: the sum over what {@link #backward} was given so far. */
    float[] gradient() {
        return gradient;
    }
}
