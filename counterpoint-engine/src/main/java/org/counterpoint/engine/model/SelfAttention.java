package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.arch.Architecture;
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
     * What the backward pass needs.
     *
     * @param x [P, hidden] fp32
     * @param inverseScale [P, 1], where x is normed
     * @param projected [P, (heads + 2 kvHeads) headDim] before q/k norms, where the model has them
     * @param q [kvHeads, P, group, headDim] rotated and scaled
     * @param k [kvHeads, P, headDim] rotated
     * @param v [kvHeads, P, headDim]
     * @param attended [P, heads headDim] in the output projection's format
     */
    record Saved(
            Tensor x,
            @Nullable Tensor inverseScale,
            @Nullable Tensor projected,
            Tensor q,
            Tensor k,
            Tensor v,
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
        Heads h = heads(x, rotations);
        Tensor attended = merge(attention.forward(h.q(), h.k(), h.v()));
        Tensor projected = w.queryNorm() == null ? null : h.projected();
        Residual.Result out = residual.add(w.output().forward(attended), x);
        Saved saved = new Saved(x, h.inverseScale(), projected, h.q(), h.k(), h.v(), attended, out.saved());
        return new Result(out.out(), saved);
    }

    /** Queries, keys and values in attention's layouts. */
    private record Heads(@Nullable Tensor inverseScale, Tensor projected, Tensor q, Tensor k, Tensor v) {}

    private Heads heads(Tensor x, Rotations rotations) {
        Norm norm = w.attentionNorm();
        Tensor inverseScale = norm == null ? null : norm.inverseScale(x);
        Tensor n = norm == null || inverseScale == null ? x : RmsNorm.apply(x, inverseScale, norm.value());
        Tensor projected = w.qkv().forward(w.qkv().cast(n)).to(ScalarType.Float);
        long rows = x.size(0);
        Tensor q = Tensors.empty(x, ScalarType.Float, kvHeads, rows, heads / kvHeads, headDim);
        Tensor k = Tensors.empty(x, ScalarType.Float, kvHeads, rows, 1, headDim);
        Tensor v = Tensors.empty(x, ScalarType.Float, kvHeads, rows, 1, headDim);
        Rotary.rotate(normed(queries(projected), w.queryNorm()), rotations.query(), q.transpose(0, 1));
        Rotary.rotate(normed(keys(projected), w.keyNorm()), rotations.key(), k.transpose(0, 1));
        v.transpose(0, 1).copy_(values(projected));
        return new Heads(inverseScale, projected, q, k.squeeze(2), v.squeeze(2));
    }

    /** From attention's layout to the output projection's input. */
    private Tensor merge(Tensor attended) {
        return w.output().cast(attended.transpose(0, 1).reshape(attended.size(1), (long) heads * headDim));
    }

    /**
     * @param dOut [P, hidden] fp32; becomes the result
     * @param inverse the inverse of the forward pass's rotations
     * @return dL/dx [P, hidden] fp32
     */
    Tensor backward(Tensor dOut, Saved s, Rotations inverse, Attention attention) {
        long rows = s.x().size(0);
        Tensor dAttended = w.output().backward(w.output().cast(residual.backward(dOut, s.residual())), s.attended());
        Tensor dHeads = dAttended
                .to(ScalarType.Float)
                .view(rows, kvHeads, heads / kvHeads, headDim)
                .transpose(0, 1)
                .contiguous();
        Attention.Gradients g = attention.backward(dHeads, s.q(), s.k(), s.v());

        Tensor dProjected = Tensors.empty(dOut, ScalarType.Float, rows, (long) (heads + 2 * kvHeads) * headDim);
        Rotary.rotate(g.q().transpose(0, 1), inverse.query(), queries(dProjected));
        Rotary.rotate(g.k().unsqueeze(2).transpose(0, 1), inverse.key(), keys(dProjected));
        values(dProjected).copy_(g.v().unsqueeze(2).transpose(0, 1));
        if (s.projected() != null) {
            backThroughNorm(queries(dProjected), queries(s.projected()), w.queryNorm());
            backThroughNorm(keys(dProjected), keys(s.projected()), w.keyNorm());
        }

        Norm norm = w.attentionNorm();
        if (norm == null || s.inverseScale() == null) {
            return dOut.add_(w.qkv().backward(w.qkv().cast(dProjected), w.qkv().cast(s.x())));
        }
        Tensor normalised = s.x().mul(s.inverseScale());
        Tensor n = w.qkv().cast(normalised.mul(norm.value()));
        Tensor dn = w.qkv().backward(w.qkv().cast(dProjected), n).to(ScalarType.Float);
        return dOut.add_(RmsNorm.backward(dn, normalised, s.inverseScale(), norm));
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
