package org.counterpoint.engine.model;

import org.jspecify.annotations.Nullable;

/**
 * The weights of one decoder layer. Shapes: {@code qkv} [(heads + 2 kvHeads) headDim, hidden], {@code gateUp}
 * [2 intermediate, hidden], {@code output} [hidden, heads headDim], {@code down} [hidden, intermediate].
 */
record LayerWeights(
        Weight attentionNorm,
        Weight qkv,
        @Nullable Weight qkvBias,
        @Nullable Weight queryNorm,
        @Nullable Weight keyNorm,
        Weight output,
        @Nullable Weight outputBias,
        Weight mlpNorm,
        Weight gateUp,
        @Nullable Weight gateUpBias,
        Weight down,
        @Nullable Weight downBias) {}
