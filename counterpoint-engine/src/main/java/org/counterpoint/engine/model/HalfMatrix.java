package org.counterpoint.engine.model;

import java.nio.ByteBuffer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.scope.TensorScope;
import org.counterpoint.engine.weights.TensorData;
import org.jspecify.annotations.Nullable;

/** A matrix in a format of 16 bits: bf16, which products take as it is, or fp16, which they take rounded to bf16. */
final class HalfMatrix implements FrozenMatrix {
    private final Tensor half;
    /** The memory of {@code half} where it lies in a file; it stays mapped as long as this is held. */
    private @Nullable ByteBuffer mapping;

    /**
     * @param half bf16 or fp16, kept by the caller for this matrix, which frees it
     * @param mapping what {@code half} is a view of, where it lies in a file
     */
    HalfMatrix(Tensor half, @Nullable ByteBuffer mapping) {
        this.half = half;
        this.mapping = mapping;
    }

    @Override
    public long rows() {
        return half.size(0);
    }

    @Override
    public long columns() {
        return half.size(1);
    }

    @Override
    public Tensor bf16() {
        return half.scalar_type().intern() == ScalarType.BFloat16 ? half : half.to(ScalarType.BFloat16);
    }

    @Override
    public Tensor lookup(Tensor indices) {
        return torch.index_select(half, 0, indices).to(ScalarType.Float);
    }

    @Override
    public TensorData data(Weight.Part part) {
        return new LiveTensor(part.name(), half, part.start(), part.rows());
    }

    @Override
    public boolean isMapped() {
        return mapping != null;
    }

    @Override
    public void close() {
        TensorScope.free(half);
        mapping = null;
    }
}
