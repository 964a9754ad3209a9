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
     * What the backward pass through the norm needs.
     *
     * @param y [P, hidden] fp32
     * @param inverseScale [P, 1]
     */
    record Saved(Tensor y, Tensor inverseScale) {}

    record Result(Tensor out, @Nullable Saved saved) {}

    /** @param y what the half computed of x; may be overwritten */
    Result add(Tensor y, Tensor x) {
        if (norm == null) {
            Tensor scaled = multiplier == 1 ? y : y.mul_(Tensors.scalar(multiplier));
            return new Result(FeedForward.add(scaled, x), null);
        }
        Tensor wide = y.to(ScalarType.Float);
        Tensor inverseScale = norm.inverseScale(wide);
        Tensor normed = RmsNorm.apply(wide, inverseScale, norm.value());
        Tensor scaled = multiplier == 1 ? normed : normed.mul_(Tensors.scalar(multiplier));
        return new Result(scaled.add_(x), new Saved(wide, inverseScale));
    }

    /**
     * dL/dy.
     *
     * @param dOut [P, hidden] fp32 dL/dout; stays as it is, and may be what is returned
     */
    Tensor backward(Tensor dOut, @Nullable Saved saved) {
        if (norm == null || saved == null) {
            return multiplier == 1 ? dOut : dOut.mul(Tensors.scalar(multiplier));
        }
        Tensor normalised = saved.y().mul(saved.inverseScale());
        return RmsNorm.backward(dOut.mul(Tensors.scalar(multiplier)), normalised, saved.inverseScale(), norm);
    }
}
