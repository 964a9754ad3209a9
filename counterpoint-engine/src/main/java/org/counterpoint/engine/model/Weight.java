package org.counterpoint.engine.model;

import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.Precision;
import org.jspecify.annotations.Nullable;

/**
 * One tensor of a model, with its gradient where it is learnt. It may hold several tensors of the checkpoint, stacked
 * along the first dimension, because one large matrix product beats several small ones.
 */
final class Weight implements AutoCloseable {

    /** A checkpoint's tensor: {@code rows} rows of the weight from {@code start}. */
    record Part(String name, long start, long rows) {}

    private final List<Part> parts;
    /** fp32; null of a weight that is not learnt and held in bf16 alone. */
    private final @Nullable Tensor value;

    private final @Nullable Tensor gradient;
    private final @Nullable Tensor half;
    private @Nullable Tensor packed;
    /** The memory of {@code half} where it lies in a file; it stays mapped as long as this is held. */
    private @Nullable ByteBuffer mapping;

    private Weight(List<Part> parts, @Nullable Tensor value, @Nullable Tensor gradient, @Nullable Tensor half) {
        this.parts = List.copyOf(parts);
        this.value = value;
        this.gradient = gradient;
        this.half = half;
    }

    /**
     * A weight in fp32.
     *
     * @param value fp32, kept by the caller for this weight, which frees it
     * @param learns whether gradients are gathered
     * @param precision with {@link Precision#BF16_MIXED}, matrices are held in bf16 as well
     */
    static Weight of(List<Part> parts, Tensor value, boolean learns, Precision precision) {
        try (TensorScope scope = new TensorScope()) {
            return new Weight(
                    parts,
                    value,
                    learns ? scope.keep(torch.zeros_like(value)) : null,
                    precision == Precision.BF16_MIXED && value.dim() == 2
                            ? scope.keep(value.to(ScalarType.BFloat16))
                            : null);
        }
    }

    /**
     * A matrix that is not learnt and held in bf16 alone.
     *
     * @param half bf16, kept by the caller for this weight, which frees it
     */
    static Weight frozen(List<Part> parts, Tensor half) {
        return new Weight(parts, null, null, half);
    }

    /**
     * A matrix that is not learnt and lies in its file.
     *
     * @param half bf16, a view of {@code mapping}
     */
    static Weight mapped(List<Part> parts, Tensor half, ByteBuffer mapping) {
        Weight weight = frozen(parts, half);
        weight.mapping = mapping;
        return weight;
    }

    List<Part> parts() {
        return parts;
    }

    /** The fp32 weight. */
    Tensor value() {
        if (value == null) {
            throw new IllegalStateException("this weight is held in bf16 alone");
        }
        return value;
    }

    /** The numbers as exactly as they are held: fp32, or bf16 of a weight held in that alone. */
    Tensor held() {
        return value == null ? compute() : value;
    }

    /** What matrix products use: bf16 where the precision says so. */
    Tensor compute() {
        return half != null ? half : value();
    }

    /** What products of a few rows use. A weight that is not learnt is laid out for them once, at first use. */
    Tensor computeForFewRows() {
        if (gradient != null || half != null) {
            return compute();
        }
        Tensor current = packed;
        if (current == null) {
            try (TensorScope scope = new TensorScope()) {
                current = scope.keep(Kernels.packForFewRows(value()));
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

    /** Whether it lies in a file. */
    boolean isMapped() {
        return mapping != null;
    }

    /** Whether gradients are gathered. */
    boolean learns() {
        return gradient != null;
    }

    /** The rows of these indices [n], fp32. */
    Tensor lookup(Tensor indices) {
        return torch.index_select(held(), 0, indices).to(ScalarType.Float);
    }

    /** Whether weight decay applies: to matrices, never to biases and norms. */
    boolean decays() {
        return compute().dim() == 2;
    }

    /** To be called after {@link #value()} changed. */
    void refresh() {
        if (half != null) {
            try (TensorScope scope = new TensorScope()) {
                half.copy_(value());
            }
        }
    }

    @Override
    public void close() {
        TensorScope.free(value);
        TensorScope.free(gradient);
        TensorScope.free(half);
        TensorScope.free(packed);
        mapping = null;
    }
}
