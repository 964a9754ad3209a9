package org.counterpoint.engine.decode;

import org.jspecify.annotations.Nullable;

/**
 * One layer's weights as a decoding step reads them; biases are the matrices' own.
 *
 * @param attentionNorm what attention's input is multiplied by once normed, or null where it is not; and so the others
 * @param qkv [(heads + 2 kvHeads) headDim, hidden]
 * @param queryNorm [headDim], or [heads headDim] where all heads are normed together; as is {@code keyNorm}
 * @param output [hidden, heads headDim]
 * @param gateUp every tile a vector of the gate's outputs and one of the same outputs of up
 * @param down [hidden, intermediate filled up to whole vectors]
 */
public record LayerMatrices(
        float @Nullable [] attentionNorm,
        Matrix qkv,
        float @Nullable [] queryNorm,
        float @Nullable [] keyNorm,
        Matrix output,
        float @Nullable [] attentionPostNorm,
        float @Nullable [] mlpNorm,
        Matrix gateUp,
        Matrix down,
        float @Nullable [] mlpPostNorm) {}
