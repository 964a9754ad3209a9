package org.counterpoint.engine.model;

import org.jspecify.annotations.Nullable;

/**
 * The weights of one decoder layer. Shapes: {@code qkv} [(heads + 2 kvHeads) headDim, hidden], {@code gateUp}
 * [2 intermediate, hidden], {@code output} [hidden, heads headDim], {@code down} [hidden, intermediate].
 */
record LayerWeights(
        Weight attentionNorm,
        Projection qkv,
        @Nullable Weight queryNorm,
        @Nullable Weight keyNorm,
        Projection output,
        Weight mlpNorm,
        Projection gateUp,
        Projection down) {}
