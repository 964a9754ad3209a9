package org.counterpoint.engine.weights;

import java.nio.ByteBuffer;

/**
 * A tensor to be written, its bytes made piece by piece while it is written.
 *
 * @param shape sizes by dimension
 * @param body makes the bytes
 */
public record TensorSource(String name, DType dtype, long[] shape, Body body) {

    /** Makes a tensor's bytes, row-major and little-endian. */
    @FunctionalInterface
    public interface Body {
        /**
         * Fills {@code into}, which is little-endian, from its position to its limit. Called for one piece after
         * the other from the tensor's beginning; pieces begin and end between elements.
         *
         * @param offset in bytes from the tensor's beginning
         */
        void fill(long offset, ByteBuffer into);
    }

    /** A tensor written as it was read. */
    public static TensorSource of(TensorData data) {
        return new TensorSource(data.name(), data.dtype(), data.shape(), data::read);
    }

    /**
     * The same numbers as another type, rounded to nearest, ties to even.
     *
     * @throws org.counterpoint.engine.ModelException while it is written, if a number is too large for the type
     */
    public TensorSource as(DType other) {
        return ConvertedTensor.of(this, other);
    }

    /** How many bytes it takes. */
    public long byteSize() {
        long size = dtype.bytes();
        for (long s : shape) {
            size = Math.multiplyExact(size, s);
        }
        return size;
    }
}
