package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.scope.TensorScope;
import org.jspecify.annotations.Nullable;

/** A weight in fp32, with its gradient where it is learnt, and in bf16 as well where products take that. */
final class WholeWeight implements WeightForm {
    private final Tensor value;
    private final @Nullable Tensor gradient;
    private final @Nullable Tensor half;
    private final Kernels kernels;
    private @Nullable Tensor packed;

    /**
     * @param value fp32, kept by the caller for this weight, which frees it
     * @param learns whether gradients are gathered
     * @param precision with {@link Precision#BF16_MIXED}, matrices are held in bf16 as well
     */
    WholeWeight(Tensor value, boolean learns, Precision precision, Kernels kernels) {
        this.value = value;
        this.kernels = kernels;
        try (TensorScope scope = new TensorScope()) {
            this.gradient = learns ? scope.keep(torch.zeros_like(value)) : null;
            this.half = precision == Precision.BF16_MIXED && value.dim() == 2
                    ? scope.keep(value.to(ScalarType.BFloat16))
                    : null;
        }
    }

    @Override
    public long[] shape() {
        long[] shape = new long[(int) value.dim()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = value.size(i);
        }
        return shape;
    }

    @Override
    public Tensor value() {
        return value;
    }

    @Override
    public Tensor gradient() {
        return gradient == null ? WeightForm.super.gradient() : gradient;
    }

    @Override
    public boolean learns() {
        return gradient != null;
    }

    @Override
    public Tensor compute() {
        return half != null ? half : value;
    }

    @Override
    public ScalarType computeType() {
        return half == null ? ScalarType.Float : ScalarType.BFloat16;
    }

    /** One that is not learnt is laid out once, at first use. */
    @Override
    public Tensor computeForFewRows() {
        if (gradient != null || half != null) {
            return compute();
        }
        Tensor current = packed;
        if (current == null) {
            try (TensorScope scope = new TensorScope()) {
                current = kernels.packedForFewRows(value).map(scope::keep).orElse(null);
            }
            packed = current;
        }
        return current == null ? compute() : current;
    }

    @Override
    public Tensor lookup(Tensor indices) {
        return torch.index_select(value, 0, indices);
    }

    @Override
    public void refresh() {
        if (half != null) {
            try (TensorScope scope = new TensorScope()) {
                half.copy_(value);
            }
        }
    }

    @Override
    public void close() {
        TensorScope.free(value);
        TensorScope.free(gradient);
        TensorScope.free(half);
        TensorScope.free(packed);
    }
}
