package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;

/**
 * Causal attention by segment, exact. Queries come scaled and laid out [kvHeads, P, group, headDim], keys and values
 * [kvHeads, P, headDim]. Nothing but q, k and v is kept for the backward pass, which computes the probabilities again.
 */
sealed interface Attention permits AttentionByHeads, FusedAttention {
    /**
     * softmax(q k^T) v.
     *
     * @param q fp32, and
     * @param k fp32
     * @param v in the format of the products
     * @return [kvHeads, P, group, headDim] in the format of the products
     */
    Tensor forward(Tensor q, Tensor k, Tensor v);

    /** Gradients by q, in the format of the products, and by k and v, fp32; in their layouts. */
    record Gradients(Tensor q, Tensor k, Tensor v) {}

    /**
     * @param dOut gradient by what {@link #forward} returned, same layout and format, contiguous
     */
    Gradients backward(Tensor dOut, Tensor q, Tensor k, Tensor v);
}
