package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;

/** Prompts that were computed, to be continued token by token together. */
sealed interface Continuation extends AutoCloseable permits NativeContinuation, VectorContinuation {

    /** Stores what a prompt left in a layer: rotated keys and values, [kvHeads, length, headDim] each. */
    void store(int layer, int row, Tensor keys, Tensor values);

    /** Adds a token to every row; returns the likeliest next one of each. */
    int[] likeliest(int[] tokens);

    /** Adds a token to every row; returns the [vocabulary] logits of each. */
    float[][] logits(int[] tokens);

    /** Keeps only these rows, in this order. */
    void keep(int[] rows);

    @Override
    void close();
}
