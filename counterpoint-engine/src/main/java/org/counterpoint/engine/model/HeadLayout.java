package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.model.SelfAttention.Rotations;
import org.counterpoint.engine.scope.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * The heads that a layer's projection consists of, queries first, then keys, then values, and how they are normed.
 *
 * @param heads of queries
 * @param kvHeads of keys, and of values
 */
record HeadLayout(
        int heads,
        int kvHeads,
        int headDim,
        @Nullable Norm queryNorm,
        @Nullable Norm keyNorm) {

    static HeadLayout of(LayerWeights weights, Architecture config) {
        return new HeadLayout(
                config.attention().heads(),
                config.attention().kvHeads(),
                config.attention().headDim(),
                weights.queryNorm(),
                weights.keyNorm());
    }

    /** Query heads that share a key head. */
    int group() {
        return heads / kvHeads;
    }

    /** Numbers a row of the projection. */
    int width() {
        return (heads + 2 * kvHeads) * headDim;
    }

    /** Whether queries or keys are normed over several heads together. */
    boolean normsWhole() {
        return isWider(queryNorm) || isWider(keyNorm);
    }

    private boolean isWider(@Nullable Norm norm) {
        return norm != null && norm.width() != headDim;
    }

    HeadLayout withoutNorms() {
        return new HeadLayout(heads, kvHeads, headDim, null, null);
    }

    /** The query heads that share a key head. */
    TensorHeads.Range queriesOf(int kvHead) {
        return new TensorHeads.Range(kvHead * group(), group());
    }

    TensorHeads.Range keysOf(int kvHead) {
        return new TensorHeads.Range(heads + kvHead, 1);
    }

    TensorHeads.Range valuesOf(int kvHead) {
        return new TensorHeads.Range(heads + kvHeads + kvHead, 1);
    }

    /**
     * Queries, keys and values in {@link Attention}'s layouts.
     *
     * @param q [kvHeads, P, group, headDim] fp32, rotated and scaled
     * @param k [kvHeads, P, headDim] fp32, rotated
     * @param v [kvHeads, P, headDim] in the projection's format
     */
    record Heads(Tensor q, Tensor k, Tensor v) {}

    /** @param projected [P, (heads + 2 kvHeads) headDim] in any format */
    Heads split(Tensor projected, Rotations rotations) {
        try (TensorScope scope = new TensorScope()) {
            Tensor wide = projected.to(ScalarType.Float);
            long rows = wide.size(0);
            Tensor q = Tensors.empty(wide, ScalarType.Float, kvHeads, rows, group(), headDim);
            Tensor k = Tensors.empty(wide, ScalarType.Float, kvHeads, rows, 1, headDim);
            Tensor v = Tensors.empty(wide, projected.scalar_type(), kvHeads, rows, 1, headDim);
            Rotary.rotate(normed(queries(wide), queryNorm), rotations.query(), q.transpose(0, 1));
            Rotary.rotate(normed(keys(wide), keyNorm), rotations.key(), k.transpose(0, 1));
            v.transpose(0, 1).copy_(values(projected));
            return new Heads(scope.pass(q), scope.pass(k.squeeze(2)), scope.pass(v.squeeze(2)));
        }
    }

    /**
     * The gradient by what was projected, in its format; norms that learn get theirs.
     *
     * @param inverse of the rotations that it was split with
     */
    Tensor joined(Attention.Gradients g, Tensor projected, Rotations inverse) {
        try (TensorScope scope = new TensorScope()) {
            Tensor d = Tensors.empty(projected, ScalarType.Float, projected.size(0), projected.size(1));
            Rotary.rotate(g.q().transpose(0, 1), inverse.query(), queries(d));
            Rotary.rotate(g.k().unsqueeze(2).transpose(0, 1), inverse.key(), keys(d));
            values(d).copy_(g.v().unsqueeze(2).transpose(0, 1));
            backThroughNorms(d, projected);
            return scope.pass(d.to(projected.scalar_type()));
        }
    }

    /** What was projected, in fp32, with queries and keys normed. */
    Tensor normed(Tensor projected) {
        try (TensorScope scope = new TensorScope()) {
            Tensor wide = projected.to(ScalarType.Float);
            Tensor normed = torch.empty_like(wide);
            queries(normed).copy_(normed(queries(wide), queryNorm));
            keys(normed).copy_(normed(keys(wide), keyNorm));
            values(normed).copy_(values(wide));
            return scope.pass(normed);
        }
    }

    /**
     * Norms that learn get their gradients.
     *
     * @param gradient [P, (heads + 2 kvHeads) headDim] fp32 by what {@link #normed} gives; becomes that by
     * @param projected what was projected
     */
    void backThroughNorms(Tensor gradient, Tensor projected) {
        if (queryNorm == null && keyNorm == null) {
            return;
        }
        try (TensorScope scope = new TensorScope()) {
            Tensor wide = projected.to(ScalarType.Float);
            backThroughNorm(queries(gradient), queries(wide), queryNorm);
            backThroughNorm(keys(gradient), keys(wide), keyNorm);
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
        return part(projected, 0, heads, group());
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
