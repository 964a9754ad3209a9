package org.counterpoint.engine.model;

import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.arch.Architecture;
import org.jspecify.annotations.Nullable;

/** One layer: attention, then feed-forward, each with its norms and its residual around. */
final class DecoderLayer {
    private final SelfAttention selfAttention;
    private final FeedForward feedForward;
    private final Attention attention;

    DecoderLayer(LayerWeights weights, Architecture config, Attention attention) {
        this.selfAttention = new SelfAttention(weights, config);
        this.feedForward = new FeedForward(weights, config);
        this.attention = attention;
    }

    /**
     * What the backward pass needs: all that the two halves keep, or only the layer's input.
     */
    record Saved(Tensor input, SelfAttention.@Nullable Saved attention, FeedForward.@Nullable Saved feedForward) {

        static Saved inputOnly(Tensor input) {
            return new Saved(input, null, null);
        }

        /** Hands everything but the input, which is the caller's already, to the scope around this one. */
        Saved passedOutOf(TensorScope scope) {
            inner().forEach(scope::pass);
            return this;
        }

        /** Frees everything before its scope closes. */
        void free() {
            inner().forEach(TensorScope::free);
            TensorScope.free(input);
        }

        private Stream<Tensor> inner() {
            if (attention == null || feedForward == null) {
                return Stream.empty();
            }
            return Stream.of(
                            attention.inverseScale(),
                            attention.projected(),
                            attention.attended(),
                            attention.residual() == null
                                    ? null
                                    : attention.residual().y(),
                            attention.residual() == null
                                    ? null
                                    : attention.residual().inverseScale(),
                            feedForward.x(),
                            feedForward.inverseScale(),
                            feedForward.gateUp(),
                            feedForward.residual() == null
                                    ? null
                                    : feedForward.residual().y(),
                            feedForward.residual() == null
                                    ? null
                                    : feedForward.residual().inverseScale())
                    .filter(Objects::nonNull);
        }
    }

    record Result(Tensor out, Saved saved) {}

    /** @param x [P, hidden] fp32 */
    Result forward(Tensor x, SelfAttention.Rotations rotations) {
        SelfAttention.Result attended = selfAttention.forward(x, rotations, attention);
        FeedForward.Result out = feedForward.forward(attended.out());
        return new Result(out.out(), new Saved(x, attended.saved(), out.saved()));
    }

    /** The queries, keys and values of a forward pass. */
    SelfAttention.Heads heads(SelfAttention.Saved saved, SelfAttention.Rotations rotations) {
        return selfAttention.heads(saved.projected(), rotations);
    }

    /** Turns dL/dout into dL/dx, in place, and adds to the layer's gradients. */
    void backward(Tensor gradient, Saved saved, SelfAttention.Rotations rotations, SelfAttention.Rotations inverse) {
        SelfAttention.Saved first = saved.attention();
        FeedForward.Saved second = saved.feedForward();
        if (first == null || second == null) {
            Saved again = forward(saved.input(), rotations).saved();
            backward(gradient, again, rotations, inverse);
            return;
        }
        feedForward.backward(gradient, second);
        selfAttention.backward(gradient, first, rotations, inverse, attention);
    }
}
