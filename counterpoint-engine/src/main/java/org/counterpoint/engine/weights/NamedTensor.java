package org.counterpoint.engine.weights;

import java.nio.ByteBuffer;

/** A tensor under another name. */
record NamedTensor(String name, TensorData data) implements TensorData {
    @Override
    public DType dtype() {
        return data.dtype();
    }

    @Override
    public long[] shape() {
        return data.shape();
    }

    @Override
    public long byteSize() {
        return data.byteSize();
    }

    @Override
    public void read(long offset, ByteBuffer into) {
        data.read(offset, into);
    }
}
