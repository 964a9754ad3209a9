package org.counterpoint.engine.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.Precision;
import org.jspecify.annotations.Nullable;

/**
 * One learnt tensor with its gradient. It may hold several tensors of the checkpoint, stacked along the first
 * dimension, because one large matrix product beats several small ones.
 */
final class Weight implements AutoCloseable {

    /** A checkpoint's tensor: {@code rows} rows of the weight from {@code start}. */
    record Part(String name, long start, long rows) {}

    private final List<Part> parts;
    private final Tensor value;
    private final @Nullable Tensor gradient;
    private final @Nullable Tensor half;
    private @Nullable Tensor packed;

    /**
     * @param value fp32, kept by the caller for this weight, which frees it
     * @param trainable whether gradients are gathered
     * @param precision with {@link Precision#BF16_MIXED}, matrices are held in bf16 as well
     */
    Weight(List<Part> parts, Tensor value, boolean trainable, Precision precision) {
        this.parts = List.copyOf(parts);
        this.value = value;
        try (TensorScope scope = new TensorScope()) {
            this.gradient = trainable ? scope.keep(torch.zeros_like(value)) : null;
            this.half = precision == Precision.BF16_MIXED && value.dim() == 2
                    ? scope.keep(value.to(ScalarType.BFloat16))
                    : null;
        }
    }

    List<Part> parts() {
        return parts;
    }

    /** The fp32 weight. */
    Tensor value() {
        return value;
    }

    /** What matrix products use: bf16 where the precision says so. */
    Tensor compute() {
        return half != null ? half : value;
    }

    /** What products of a few rows use. A weight that is not learnt is laid out for them once, at first use. */
    Tensor computeForFewRows() {
        if (gradient != null || half != null) {
            return compute();
        }
        Tensor current = packed;
        if (current == null) {
            try (TensorScope scope = new TensorScope()) {
                current = scope.keep(Kernels.packForFewRows(value));
            }
            packed = current;
        }
        return current;
    }

    /** The fp32 gradient gathered so far. */
    Tensor gradient() {
        if (gradient == null) {
            throw new IllegalStateException("this model was loaded for scoring only");
        }
        return gradient;
    }

    /** Whether gradients are gathered. */
    boolean learns() {
        return gradient != null;
    }

    /** The rows of these indices [n], fp32. */
    Tensor lookup(Tensor indices) {
        return torch.index_select(value, 0, indices);
    }

    /** Whether weight decay applies: to matrices, never to biases and norms. */
    boolean decays() {
        return value.dim() == 2;
    }

    /** To be called after {@link #value()} changed. */
    void refresh() {
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
