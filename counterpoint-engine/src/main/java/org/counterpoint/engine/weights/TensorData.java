package org.counterpoint.engine.weights;

import java.nio.ByteBuffer;
import java.util.Optional;

/** A named tensor in a file, row-major and little-endian. */
public interface TensorData {
    String name();

    DType dtype();

    /** Sizes by dimension, empty for a scalar. */
    long[] shape();

    long byteSize();

    /** Bytes that are kept of it; other than {@link #byteSize} where its numbers are made as they are read. */
    default long storedBytes() {
        return byteSize();
    }

    /** How its numbers lie in the file; other than {@link #dtype} where they are made as they are read. */
    default String storedType() {
        return dtype().name();
    }

    /**
     * Fills {@code into} up to its limit with the tensor's bytes.
     *
     * @param offset in bytes from the tensor's beginning
     * @throws IndexOutOfBoundsException if the tensor has fewer bytes than that
     * @throws org.counterpoint.engine.ModelException if the file cannot be read, or has become shorter
     */
    void read(long offset, ByteBuffer into);

    /**
     * The tensor's bytes as they lie in their file, read by the system when they are touched; nothing where that cannot
     * be had. It outlives the file's closing; before it is used, {@link FileLengths#check} says whether it may be.
     */
    default Optional<ByteBuffer> map() {
        return Optional.empty();
    }
}
