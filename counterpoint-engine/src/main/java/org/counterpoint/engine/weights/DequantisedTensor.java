package org.counterpoint.engine.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.counterpoint.engine.weights.quant.QuantisedMatrix;

/** The numbers that a quantised matrix stands for, made as they are read. */
public record DequantisedTensor(String name, QuantisedMatrix matrix) implements TensorData {
    @Override
    public DType dtype() {
        return matrix.dtype();
    }

    @Override
    public long[] shape() {
        return new long[] {matrix.rows(), matrix.columns()};
    }

    @Override
    public long byteSize() {
        return matrix.rows() * matrix.columns() * dtype().bytes();
    }

    @Override
    public void read(long offset, ByteBuffer into) {
        Objects.checkFromIndexSize(offset, into.remaining(), byteSize());
        if (offset % dtype().bytes() != 0 || into.remaining() % dtype().bytes() != 0) {
            throw new IllegalArgumentException("pieces begin and end between elements");
        }
        ByteBuffer piece = into.slice().order(ByteOrder.LITTLE_ENDIAN);
        matrix.decode(offset / dtype().bytes(), piece);
        into.position(into.limit());
    }

    /** What is kept of it. */
    @Override
    public long storedBytes() {
        return matrix.byteSize();
    }
}
