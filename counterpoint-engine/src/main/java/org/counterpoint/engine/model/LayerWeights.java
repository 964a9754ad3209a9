package org.counterpoint.engine.model;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The weights of one decoder layer. Shapes: {@code qkv} [(heads + 2 kvHeads) headDim, hidden], {@code gateUp}
 * [2 intermediate, hidden], {@code output} [hidden, heads headDim], {@code down} [hidden, intermediate].
 */
record LayerWeights(
        @Nullable Norm attentionNorm,
        Projection qkv,
        @Nullable Norm queryNorm,
        @Nullable Norm keyNorm,
        Projection output,
        @Nullable Norm attentionPostNorm,
        @Nullable Norm mlpNorm,
        Projection gateUp,
        Projection down,
        @Nullable Norm mlpPostNorm) {

    /** All of them, those of adapters too. */
    Stream<Weight> all() {
        Stream<Weight> norms = Stream.of(attentionNorm, queryNorm, keyNorm, attentionPostNorm, mlpNorm, mlpPostNorm)
                .filter(Objects::nonNull)
                .map(Norm::weight);
        return Stream.concat(norms, Stream.of(qkv, output, gateUp, down).flatMap(Projection::weights));
    }
}
