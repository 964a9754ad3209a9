package org.counterpoint.engine.decode;

import org.jspecify.annotations.Nullable;

/**
 * One layer's weights as a decoding step reads them; biases are the matrices' own.
 *
 * @param qkv [(heads + 2 kvHeads) headDim, hidden]
 * @param queryNorm [headDim], or null where queries are not normed; as is {@code keyNorm}
 * @param output [hidden, heads headDim]
 * @param gateUp every tile a vector of the gate's outputs and one of the same outputs of up
 * @param down [hidden, intermediate filled up to whole vectors]
 */
public record LayerMatrices(
        float[] attentionNorm,
        Matrix qkv,
        float @Nullable [] queryNorm,
        float @Nullable [] keyNorm,
        Matrix output,
        float[] mlpNorm,
        Matrix gateUp,
        Matrix down) {}
