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
    private final RowAttention attention;

    SelfAttention(LayerWeights weights, Architecture config, RowAttention attention) {
        this.w = weights;
        this.attention = attention;
        this.residual =
                new Residual(weights.attentionPostNorm(), config.scales().residual());
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

    Result forward(Tensor x, Rotations rotations) {
        Norm norm = w.attentionNorm();
        Tensor inverseScale = norm == null ? null : norm.inverseScale(x);
        Tensor projected = projected(x, inverseScale);
        Tensor attended = attended(projected, rotations);
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
    private Tensor attended(Tensor projected, Rotations rotations) {
        try (TensorScope scope = new TensorScope()) {
            return scope.pass(w.output().cast(attention.forward(projected, rotations)));
        }
    }

    /**
     * @param dOut [P, hidden] fp32; becomes the result
     * @param rotations the forward pass's, and
     * @param inverse their inverse
     * @return dL/dx [P, hidden] fp32
     */
    Tensor backward(Tensor dOut, Saved s, Rotations rotations, Rotations inverse) {
        Tensor dProjected = byProjected(dOut, s, rotations, inverse);
        Norm norm = w.attentionNorm();
        if (norm == null || s.inverseScale() == null) {
            return dOut.add_(w.qkv().backward(dProjected, w.qkv().cast(s.x())));
        }
        Tensor normalised = s.x().mul(s.inverseScale());
        Tensor n = w.qkv().cast(normalised.mul(norm.value()));
        Tensor dn = w.qkv().backward(dProjected, n).to(ScalarType.Float);
        return dOut.add_(RmsNorm.backward(dn, normalised, s.inverseScale(), norm));
    }

    /** The gradient by what was projected, in the projection's format. */
    private Tensor byProjected(Tensor dOut, Saved s, Rotations rotations, Rotations inverse) {
        try (TensorScope scope = new TensorScope()) {
            Tensor dAttended =
                    w.output().backward(w.output().cast(residual.backward(dOut, s.residual())), s.attended());
            Tensor projected = s.projected();
            return scope.pass(attention.backward(dAttended.to(projected.scalar_type()), projected, rotations, inverse));
        }
    }
}
