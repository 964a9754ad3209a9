package org.counterpoint.engine.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.model.SelfAttention.Rotations;
import org.counterpoint.engine.vector.Vectors;

/**
 * From a layer's projected queries, keys and values to what its heads attend to, row by row, and back. Nothing but the projection
 * is kept for the backward pass.
 */
sealed interface RowAttention permits TensorAttention, VectorAttention, WholeNormedAttention {
    /** {@code heads}: by the tensor library's products, neither fused nor in vectors. */
    String PROPERTY = "counterpoint.attention";

    /**
     * @param layer its index
     * @param masks shared by the layers of one batch
     */
    static RowAttention of(
            LayerWeights weights,
            Architecture config,
            int layer,
            List<Packing.Segment> segments,
            AttentionMasks masks,
            Device device) {
        HeadLayout layout = HeadLayout.of(weights, config);
        int window = config.attention().windows().get(layer);
        double cap = config.softCaps().attention();
        boolean byHeads = "heads".equals(System.getProperty(PROPERTY));
        if (device.isCpu() && !byHeads && Vectors.available() && VectorAttention.serves(layout, segments)) {
            return VectorAttention.of(layout, segments, window, cap);
        }
        boolean fused = !device.isCpu() && !byHeads && window == 0 && cap == 0;
        return new TensorAttention(
                layout,
                fused
                        ? new FusedAttention(segments, new CudaAttention())
                        : new AttentionByHeads(segments, window, cap, masks, device.kernels()));
    }

    /**
     * softmax(q k^T) v of all heads.
     *
     * @param projected [P, (heads + 2 kvHeads) headDim]
     * @return [P, heads headDim] in the same format
     */
    Tensor forward(Tensor projected, Rotations rotations);

    /**
     * The gradient by what was projected.
     *
     * @param dAttended [P, heads headDim] by what {@link #forward} returned, in its format
     * @param projected what that was given
     * @param rotations what that was given, and
     * @param inverse their inverse
     * @return [P, (heads + 2 kvHeads) headDim] in the same format
     */
    Tensor backward(Tensor dAttended, Tensor projected, Rotations rotations, Rotations inverse);
}
