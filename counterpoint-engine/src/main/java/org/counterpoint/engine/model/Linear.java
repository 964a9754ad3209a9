package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** A linear layer y = x w^T + b in the weight's own precision. */
final class Linear {
    private Linear() {}

    /** A tensor in the number format that products with this weight take; itself where it is so already. */
    static Tensor cast(Tensor x, Weight weight) {
        return x.to(weight.compute().scalar_type());
    }

    /**
     * @param x [rows, in] in the weight's format
     * @return [rows, out] in the weight's format
     */
    static Tensor forward(Tensor x, Weight weight, @Nullable Weight bias) {
        Tensor w = x.size(0) <= Kernels.FEW_ROWS ? weight.computeForFewRows() : weight.compute();
        Tensor y = Kernels.linear(x, w);
        return bias == null ? y : y.add_(bias.value());
    }

    /**
     * Adds to the gradients of weight and bias.
     *
     * @param dy [rows, out] in the weight's format
     * @param x the forward pass's input
     * @return fp32 or bf16 dL/dx [rows, in], in the weight's format
     */
    static Tensor backward(Tensor dy, Tensor x, Weight weight, @Nullable Weight bias) {
        Kernels.addWeightGradient(weight.gradient(), dy, x);
        if (bias != null) {
            bias.gradient().add_(dy.to(ScalarType.Float).sum(0));
        }
        return Kernels.linearInputGradient(dy, weight.compute());
    }
}
