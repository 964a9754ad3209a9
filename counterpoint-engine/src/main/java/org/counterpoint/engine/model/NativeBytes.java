package org.counterpoint.engine.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;

/** A contiguous tensor's memory as byte buffers, in pieces that a buffer's int index can hold. */
final class NativeBytes {
    private static final long PIECE = 1L << 28;

    private NativeBytes() {}

    @FunctionalInterface
    interface Work {
        void run(long offset, ByteBuffer piece);
    }

    /** Runs over the tensor's memory from beginning to end. */
    static void forEachPiece(Tensor tensor, Work work) {
        long size = tensor.numel() * tensor.element_size();
        for (long offset = 0; offset < size; offset += PIECE) {
            work.run(offset, piece(tensor, offset, Math.min(PIECE, size - offset)));
        }
    }

    /** Some of the tensor's memory; valid as long as the tensor. */
    static ByteBuffer piece(Tensor tensor, long offset, long length) {
        return new BytePointer(tensor.data_ptr())
                .position(offset)
                .limit(offset + length)
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
