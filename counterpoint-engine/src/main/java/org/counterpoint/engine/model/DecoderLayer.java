package org.counterpoint.engine.model;

import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.scope.TensorScope;
import org.jspecify.annotations.Nullable;

/** One layer: attention, then feed-forward, each with its norms and its residual around. */
final class DecoderLayer {
    private final SelfAttention selfAttention;
    private final FeedForward feedForward;

    DecoderLayer(LayerWeights weights, Architecture config, RowAttention attention) {
        this.selfAttention = new SelfAttention(weights, config, attention);
        this.feedForward = new FeedForward(weights, config);
    }

    /**
     * What the backward pass needs: all that the two halves keep, or only the layer's input.
     *
     * @param middle [P, hidden] fp32, what the first half gave, where it is not made again from what that keeps
     */
    record Saved(
            Tensor input,
            SelfAttention.@Nullable Saved attention,
            @Nullable Tensor middle,
            FeedForward.@Nullable Saved feedForward) {

        static Saved inputOnly(Tensor input) {
            return new Saved(input, null, null, null);
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
                            Stream.of(attention.projected(), attention.attended(), feedForward.gateUp()),
                            Stream.of(attention.inverseScale(), middle, feedForward.inverseScale()),
                            added(attention.residual()),
                            added(feedForward.residual()))
                    .flatMap(tensors -> tensors)
                    .filter(Objects::nonNull);
        }

        private static Stream<@Nullable Tensor> added(Residual.@Nullable Saved residual) {
            return residual == null ? Stream.empty() : Stream.of(residual.y(), residual.inverseScale());
        }
    }

    record Result(Tensor out, Saved saved) {}

    /** @param x [P, hidden] fp32 */
    Result forward(Tensor x, SelfAttention.Rotations rotations) {
        SelfAttention.Result attended = selfAttention.forward(x, rotations);
        FeedForward.Result out = feedForward.forward(attended.out());
        Tensor middle = attended.saved().residual() == null ? attended.out() : null;
        return new Result(out.out(), new Saved(x, attended.saved(), middle, out.saved()));
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
        feedForward.backward(gradient, middle(saved, first), second);
        selfAttention.backward(gradient, first, rotations, inverse);
    }

    private Tensor middle(Saved saved, SelfAttention.Saved first) {
        return saved.middle() == null ? selfAttention.again(first) : saved.middle();
    }
}
