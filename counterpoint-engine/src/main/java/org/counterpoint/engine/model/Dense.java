package org.counterpoint.engine.model;

import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** y = x w^T + b. */
record Dense(Weight weight, @Nullable Weight bias) implements Projection {

    @Override
    public Tensor cast(Tensor x) {
        return x.to(weight.computeType());
    }

    @Override
    public Tensor forward(Tensor x) {
        boolean fewRows = x.size(0) <= Kernels.FEW_ROWS;
        Tensor y = weight.product(fewRows, w -> weight.kernels().linear(x, w));
        return bias == null ? y : y.add_(bias.value());
    }

    @Override
    public Tensor backward(Tensor dy, Tensor x) {
        if (weight.learns()) {
            weight.kernels().addWeightGradient(weight.gradient(), dy, x);
        }
        if (bias != null && bias.learns()) {
            bias.gradient().add_(dy.to(ScalarType.Float).sum(0));
        }
        return weight.product(false, w -> weight.kernels().linearInputGradient(dy, w));
    }

    @Override
    public Stream<Weight> weights() {
        return bias == null ? Stream.of(weight) : Stream.of(weight, bias);
    }

    @Override
    public long inputs() {
        return weight.columns();
    }

    @Override
    public long outputs() {
        return weight.rows();
    }
}
