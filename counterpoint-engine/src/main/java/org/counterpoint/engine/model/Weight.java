package org.counterpoint.engine.model;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.weights.TensorData;
import org.jspecify.annotations.Nullable;

/**
 * One tensor of a model, with its gradient where it is learnt. It may hold several tensors of the checkpoint, stacked
 * along the first dimension, because one large matrix product beats several small ones.
 */
final class Weight implements AutoCloseable {

    /** A checkpoint's tensor: {@code rows} rows of the weight from {@code start}. */
    record Part(String name, long start, long rows) {}

    private final Kernels kernels;
    private final List<Part> parts;
    /** fp32; null of a matrix that is not learnt and held otherwise. */
    private final @Nullable Tensor value;

    private final @Nullable Tensor gradient;
    private final @Nullable Tensor half;
    private final @Nullable FrozenMatrix frozen;
    private final @Nullable Cut cut;
    private @Nullable Tensor packed;

    private Weight(
            Kernels kernels,
            List<Part> parts,
            @Nullable Tensor value,
            @Nullable Tensor gradient,
            @Nullable Tensor half,
            @Nullable FrozenMatrix frozen,
            @Nullable Cut cut) {
        this.kernels = kernels;
        this.parts = List.copyOf(parts);
        this.value = value;
        this.gradient = gradient;
        this.half = half;
        this.frozen = frozen;
        this.cut = cut;
    }

    /**
     * A weight in fp32.
     *
     * @param value fp32, kept by the caller for this weight, which frees it
     * @param learns whether gradients are gathered
     * @param kernels what multiplies with it
     * @param precision with {@link Precision#BF16_MIXED}, matrices are held in bf16 as well
     */
    static Weight of(List<Part> parts, Tensor value, boolean learns, Precision precision, Kernels kernels) {
        try (TensorScope scope = new TensorScope()) {
            return new Weight(
                    kernels,
                    parts,
                    value,
                    learns ? scope.keep(torch.zeros_like(value)) : null,
                    precision == Precision.BF16_MIXED && value.dim() == 2
                            ? scope.keep(value.to(ScalarType.BFloat16))
                            : null,
                    null,
                    null);
        }
    }

    /** A learnt matrix of which this process holds a slice. */
    static Weight cut(List<Part> parts, Cut cut, Kernels kernels) {
        return new Weight(kernels, parts, null, null, null, null, cut);
    }

    /** A matrix that is not learnt and held in another form than fp32; closed with this weight. */
    static Weight frozen(List<Part> parts, FrozenMatrix matrix, Kernels kernels) {
        return new Weight(kernels, parts, null, null, null, matrix, null);
    }

    /** What multiplies with it. */
    Kernels kernels() {
        return kernels;
    }

    List<Part> parts() {
        return parts;
    }

    /** How it is held together with other processes; nothing where this one holds it whole. */
    Optional<Cut> cut() {
        return Optional.ofNullable(cut);
    }

    /** What this process holds of the fp32 weight, and learns: all of it, or its slice. */
    Tensor own() {
        return cut == null ? value() : cut.own();
    }

    /** The gradient of {@link #own}. */
    Tensor ownGradient() {
        return cut == null ? gradient() : cut.gradient();
    }

    /** The fp32 weight. */
    Tensor value() {
        if (value == null) {
            throw new IllegalStateException("this weight is not held in fp32");
        }
        return value;
    }

    /** One of its parts as exactly as it is held. */
    TensorData data(Part part) {
        return frozen == null ? new LiveTensor(part.name(), value(), part.start(), part.rows()) : frozen.data(part);
    }

    /** What matrix products use: bf16 where the precision says so. It may be made anew for the scope that is open. */
    Tensor compute() {
        if (frozen != null) {
            return frozen.bf16();
        }
        if (cut != null) {
            return cut.whole();
        }
        return half != null ? half : value();
    }

    /**
     * A product with {@link #compute}, which is gone after it where it had to be made.
     *
     * @param fewRows whether so few rows are multiplied that its layout in memory decides
     */
    Tensor product(boolean fewRows, UnaryOperator<Tensor> product) {
        if (frozen == null) {
            return product.apply(fewRows ? computeForFewRows() : compute());
        }
        try (TensorScope scope = new TensorScope()) {
            return scope.pass(product.apply(frozen.bf16()));
        }
    }

    /** The number format of {@link #compute}. */
    ScalarType computeType() {
        if (cut != null) {
            return cut.format();
        }
        return half == null && frozen == null ? ScalarType.Float : ScalarType.BFloat16;
    }

    /** Of the whole weight. */
    long[] shape() {
        return cut == null
                ? LongStream.range(0, value().dim()).map(i -> value().size(i)).toArray()
                : new long[] {cut.rows(), cut.columns()};
    }

    /** Takes other numbers, fp32, of all of it. */
    void take(Tensor whole) {
        if (cut == null) {
            value().copy_(whole);
            refresh();
        } else {
            cut.take(whole, cut.own());
        }
    }

    long rows() {
        if (cut != null) {
            return cut.rows();
        }
        return frozen == null ? value().size(0) : frozen.rows();
    }

    /** Of a matrix. */
    long columns() {
        if (cut != null) {
            return cut.columns();
        }
        return frozen == null ? value().size(1) : frozen.columns();
    }

    /** An fp32 weight that is not learnt is laid out for a few rows once, at first use. */
    private Tensor computeForFewRows() {
        if (gradient != null || half != null || cut != null) {
            return compute();
        }
        Tensor current = packed;
        if (current == null) {
            try (TensorScope scope = new TensorScope()) {
                current = kernels.packedForFewRows(value()).map(scope::keep).orElse(null);
            }
            packed = current;
        }
        return current == null ? compute() : current;
    }

    /** The fp32 gradient gathered so far. */
    Tensor gradient() {
        if (cut != null) {
            return cut.wholeGradient();
        }
        if (gradient == null) {
            throw new IllegalStateException("this model was loaded for scoring only");
        }
        return gradient;
    }

    /** Whether it lies in a file. */
    boolean isMapped() {
        return frozen != null && frozen.isMapped();
    }

    /** Whether gradients are gathered. */
    boolean learns() {
        return gradient != null || cut != null;
    }

    /** The rows of these indices [n], fp32. */
    Tensor lookup(Tensor indices) {
        if (cut != null) {
            return torch.index_select(cut.whole(), 0, indices);
        }
        return frozen == null ? torch.index_select(value(), 0, indices) : frozen.lookup(indices);
    }

    /** Whether weight decay applies: to matrices, never to biases and norms. */
    boolean decays() {
        return frozen != null || cut != null || value().dim() == 2;
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
        if (frozen != null) {
            frozen.close();
        }
        if (cut != null) {
            cut.close();
        }
    }
}
