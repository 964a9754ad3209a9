package org.counterpoint.engine.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Causal attention by segment, exact. Queries come scaled and laid out [kvHeads, P, group, headDim], keys and values
 * [kvHeads, P, headDim]. Nothing but q, k and v is kept for the backward pass, which computes the probabilities again.
 */
sealed interface Attention permits AttentionByHeads, FusedAttention {
    /** {@code heads}: not fused where it could be. */
    String PROPERTY = "counterpoint.attention";

    /**
     * @param window how far back a position sees, itself included; 0 for no limit
     * @param cap of the scaled scores, 0 for none
     * @param masks shared by the layers of one batch
     */
    static Attention of(List<Packing.Segment> segments, int window, double cap, AttentionMasks masks, Device device) {
        boolean fused = !device.isCpu() && window == 0 && cap == 0 && !"heads".equals(System.getProperty(PROPERTY));
        return fused
                ? new FusedAttention(segments, new CudaAttention())
                : new AttentionByHeads(segments, window, cap, masks, device.kernels());
    }

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
