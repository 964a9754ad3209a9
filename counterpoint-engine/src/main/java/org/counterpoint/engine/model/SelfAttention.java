package org.counterpoint.engine.model;

import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.scope.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * The first half of a decoder layer: out = x + m norm'(o(attention(rope(q), rope(k), v))), q, k, v of norm(x), each norm
 * where the model has it.
 */
final class SelfAttention {
    private final LayerWeights w;
    private final Residual residual;
    private final int heads;
    private final int kvHeads;
    private final int headDim;

    SelfAttention(LayerWeights weights, Architecture config) {
        this.w = weights;
        this.residual =
                new Residual(weights.attentionPostNorm(), config.scales().residual());
        this.heads = config.attention().heads();
        this.kvHeads = config.attention().kvHeads();
        this.headDim = config.attention().headDim();
    }

    /**
     * What the backward pass needs; queries, keys and values are made again from their projection.
     *
     * @param x [P, hidden] fp32
     * @param inverseScale [P, 1], where x is normed
     * @param projected [P, (heads + 2 kvHeads) headDim] in the projection's format
     * @param attended [P, heads headDim] in the output projection's format
     */
    record Saved(
            Tensor x,
            @Nullable Tensor inverseScale,
            Tensor projected,
            Tensor attended,
            Residual.@Nullable Saved residual) {}

    record Result(Tensor out, Saved saved) {}

    /** The rotation of the batch's rows, for queries (with attention's scale in it) and for keys. */
    record Rotations(Rotary.Table query, Rotary.Table key) {
        static Rotations of(Rotary.Table table, double scale) {
            return new Rotations(table.scaled(scale), table);
        }

        Rotations inverse() {
            return new Rotations(query.inverse(), key.inverse());
        }
    }

    Result forward(Tensor x, Rotations rotations, Attention attention) {
        Norm norm = w.attentionNorm();
        Tensor inverseScale = norm == null ? null : norm.inverseScale(x);
        Tensor projected = projected(x, inverseScale);
        Tensor attended = attended(projected, rotations, attention);
        Residual.Result out = residual.add(w.output().forward(attended), x);
        return new Result(out.out(), new Saved(x, inverseScale, projected, attended, out.saved()));
    }

    /** What {@link #forward} gave, where it kept what it added. */
    Tensor again(Saved s) {
        return residual.again(Objects.requireNonNull(s.residual(), "residual"), s.x());
    }

    /** What is made on the way is freed at once, and what comes next finds its memory. */
    private Tensor projected(Tensor x, @Nullable Tensor inverseScale) {
        Norm norm = w.attentionNorm();
        try (TensorScope scope = new TensorScope()) {
            Tensor n = norm == null || inverseScale == null ? x : RmsNorm.apply(x, inverseScale, norm.value());
            return scope.pass(w.qkv().forward(w.qkv().cast(n)));
        }
    }

    /** The output projection's input. */
    private Tensor attended(Tensor projected, Rotations rotations, Attention attention) {
        try (TensorScope scope = new TensorScope()) {
            Heads h = heads(projected, rotations);
            Tensor out = attention.forward(h.q(), h.k(), h.v());
            return scope.pass(w.output().cast(out.transpose(0, 1).reshape(out.size(1), (long) heads * headDim)));
        }
    }

    /**
     * Queries, keys and values in attention's layouts.
     *
     * @param q [kvHeads, P, group, headDim] fp32, rotated and scaled
     * @param k [kvHeads, P, headDim] fp32, rotated
     * @param v [kvHeads, P, headDim] in the projection's format
     */
    record Heads(Tensor q, Tensor k, Tensor v) {}

    /** @param projected [P, (heads + 2 kvHeads) headDim] in any format */
    Heads heads(Tensor projected, Rotations rotations) {
        try (TensorScope scope = new TensorScope()) {
            Tensor wide = projected.to(ScalarType.Float);
            long rows = wide.size(0);
            Tensor q = Tensors.empty(wide, ScalarType.Float, kvHeads, rows, heads / kvHeads, headDim);
            Tensor k = Tensors.empty(wide, ScalarType.Float, kvHeads, rows, 1, headDim);
            Tensor v = Tensors.empty(wide, projected.scalar_type(), kvHeads, rows, 1, headDim);
            Rotary.rotate(normed(queries(wide), w.queryNorm()), rotations.query(), q.transpose(0, 1));
            Rotary.rotate(normed(keys(wide), w.keyNorm()), rotations.key(), k.transpose(0, 1));
            v.transpose(0, 1).copy_(values(projected));
            return new Heads(scope.pass(q), scope.pass(k.squeeze(2)), scope.pass(v.squeeze(2)));
        }
    }

    /**
     * @param dOut [P, hidden] fp32; becomes the result
     * @param rotations the forward pass's, and
     * @param inverse their inverse
     * @return dL/dx [P, hidden] fp32
     */
    Tensor backward(Tensor dOut, Saved s, Rotations rotations, Rotations inverse, Attention attention) {
        Tensor dProjected = byProjected(byHeads(dOut, s, rotations, attention), s.projected(), inverse);
        Norm norm = w.attentionNorm();
        if (norm == null || s.inverseScale() == null) {
            return dOut.add_(w.qkv().backward(dProjected, w.qkv().cast(s.x())));
        }
        Tensor normalised = s.x().mul(s.inverseScale());
        Tensor n = w.qkv().cast(normalised.mul(norm.value()));
        Tensor dn = w.qkv().backward(dProjected, n).to(ScalarType.Float);
        return dOut.add_(RmsNorm.backward(dn, normalised, s.inverseScale(), norm));
    }

    private Attention.Gradients byHeads(Tensor dOut, Saved s, Rotations rotations, Attention attention) {
        try (TensorScope scope = new TensorScope()) {
            Tensor dAttended =
                    w.output().backward(w.output().cast(residual.backward(dOut, s.residual())), s.attended());
            Tensor dHeads = dAttended
                    .to(s.projected().scalar_type())
                    .view(dOut.size(0), kvHeads, heads / kvHeads, headDim)
                    .transpose(0, 1)
                    .contiguous();
            Heads h = heads(s.projected(), rotations);
            Attention.Gradients g = attention.backward(dHeads, h.q(), h.k(), h.v());
            scope.pass(g.q());
            scope.pass(g.k());
            scope.pass(g.v());
            return g;
        }
    }

    /** The gradient by what was projected, in the projection's format. */
    private Tensor byProjected(Attention.Gradients g, Tensor projected, Rotations inverse) {
        try (TensorScope scope = new TensorScope()) {
            Tensor d = Tensors.empty(projected, ScalarType.Float, projected.size(0), projected.size(1));
            Rotary.rotate(g.q().transpose(0, 1), inverse.query(), queries(d));
            Rotary.rotate(g.k().unsqueeze(2).transpose(0, 1), inverse.key(), keys(d));
            values(d).copy_(g.v().unsqueeze(2).transpose(0, 1));
            if (w.queryNorm() != null || w.keyNorm() != null) {
                Tensor wide = projected.to(ScalarType.Float);
                backThroughNorm(queries(d), queries(wide), w.queryNorm());
                backThroughNorm(keys(d), keys(wide), w.keyNorm());
            }
            return scope.pass(w.qkv().cast(d));
        }
    }

    /** Heads [P, kvHeads, group, headDim] normed each for itself or all together, as wide as the norm is. */
    private Tensor normed(Tensor x, @Nullable Norm norm) {
        if (norm == null) {
            return x;
        }
        return norm.width() == headDim
                ? norm.apply(x)
                : norm.apply(x.reshape(-1, norm.width())).view(x.size(0), x.size(1), x.size(2), headDim);
    }

    /** Replaces the gradient by a norm's output with the one by its input, in place. */
    private void backThroughNorm(Tensor gradient, Tensor x, @Nullable Norm norm) {
        if (norm == null) {
            return;
        }
        Tensor together = x.reshape(-1, norm.width());
        Tensor inverseScale = norm.inverseScale(together);
        Tensor normalised = together.mul(inverseScale);
        Tensor dx = RmsNorm.backward(gradient.reshape(-1, norm.width()).contiguous(), normalised, inverseScale, norm);
        gradient.copy_(dx.view(gradient.size(0), gradient.size(1), gradient.size(2), headDim));
    }

    /** The query part of a projection [P, ...] as [P, kvHeads, group, headDim]; a view. */
    private Tensor queries(Tensor projected) {
        return part(projected, 0, heads, heads / kvHeads);
    }

    /** The key part as [P, kvHeads, 1, headDim]; a view. */
    private Tensor keys(Tensor projected) {
        return part(projected, heads, kvHeads, 1);
    }

    private Tensor values(Tensor projected) {
        return part(projected, heads + kvHeads, kvHeads, 1);
    }

    private Tensor part(Tensor projected, int from, int count, int group) {
        return projected
                .narrow(1, (long) from * headDim, (long) count * headDim)
                .view(projected.size(0), kvHeads, group, headDim);
    }
}
