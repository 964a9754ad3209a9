package org.counterpoint.engine.model;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.scope.TensorScope;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.TensorData;

/** Some rows of a contiguous tensor that is open, as if they lay in a file. */
record LiveTensor(String name, Tensor tensor, long start, long rows) implements TensorData {
    @Override
    public DType dtype() {
        return switch (tensor.scalar_type().intern()) {
            case BFloat16 -> DType.BF16;
            case Half -> DType.F16;
            default -> DType.F32;
        };
    }

    @Override
    public long[] shape() {
        long[] shape = new long[(int) tensor.dim()];
        Arrays.setAll(shape, i -> i == 0 ? rows : tensor.size(i));
        return shape;
    }

    /** What the native library calls a type of weights. */
    static ScalarType type(DType dtype) {
        return switch (dtype) {
            case F32 -> ScalarType.Float;
            case BF16 -> ScalarType.BFloat16;
            case F16 -> ScalarType.Half;
            default -> throw new IllegalStateException(dtype + " does not serve as weights");
        };
    }

    private long rowBytes() {
        return tensor.numel() / tensor.size(0) * tensor.element_size();
    }

    @Override
    public long byteSize() {
        return rows * rowBytes();
    }

    @Override
    public void read(long offset, ByteBuffer into) {
        try (TensorScope scope = new TensorScope()) {
            NativeBytes.copy(tensor, start * rowBytes() + offset, into);
        }
    }
}
