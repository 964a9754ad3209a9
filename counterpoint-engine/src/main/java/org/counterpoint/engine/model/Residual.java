package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * How a half of a layer adds to the residual stream: out = x + m norm(y), the norm where the model has one there.
 *
 * @param multiplier m
 */
record Residual(@Nullable Norm norm, double multiplier) {

    /**
     * What was added, for the backward pass through the norm, and for computing the sum again.
     *
     * @param y [P, hidden] in its projection's format, before the norm; times m where there is none
     * @param inverseScale [P, 1], where it is normed
     */
    record Saved(Tensor y, @Nullable Tensor inverseScale) {}

    /** @param saved null where y's memory became the sum's */
    record Result(Tensor out, @Nullable Saved saved) {}

    /** Whether the backward pass needs what was saved. */
    boolean norms() {
        return norm != null;
    }

    /** @param y what the half computed of x; may be overwritten */
    Result add(Tensor y, Tensor x) {
        if (norm != null) {
            Saved saved = new Saved(y, norm.inverseScale(y.to(ScalarType.Float)));
            return new Result(again(saved, x), saved);
        }
        Tensor scaled = multiplier == 1 ? y : y.mul_(Tensors.scalar(multiplier));
        return Tensors.isFloat(y)
                ? new Result(scaled.add_(x), null)
                : new Result(scaled.to(ScalarType.Float).add_(x), new Saved(scaled, null));
    }

    /** The sum, from what was added to x. */
    Tensor again(Saved saved, Tensor x) {
        if (norm == null || saved.inverseScale() == null) {
            return saved.y().to(ScalarType.Float).add_(x);
        }
        Tensor normed = RmsNorm.apply(saved.y().to(ScalarType.Float), saved.inverseScale(), norm.value());
        return (multiplier == 1 ? normed : normed.mul_(Tensors.scalar(multiplier))).add_(x);
    }

    /**
     * dL/dy.
     *
     * @param dOut [P, hidden] fp32 dL/dout; stays as it is, and may be what is returned
     */
    Tensor backward(Tensor dOut, @Nullable Saved saved) {
        if (norm == null || saved == null || saved.inverseScale() == null) {
            return multiplier == 1 ? dOut : dOut.mul(Tensors.scalar(multiplier));
        }
        Tensor normalised = saved.y().to(ScalarType.Float).mul(saved.inverseScale());
        return RmsNorm.backward(dOut.mul(Tensors.scalar(multiplier)), normalised, saved.inverseScale(), norm);
    }
}
