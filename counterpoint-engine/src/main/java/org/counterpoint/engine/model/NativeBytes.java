package org.counterpoint.engine.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;

/**
 * A contiguous tensor's memory as byte buffers, in pieces that a buffer's int index can hold. What lives on another device is
 * copied through the processor's memory: no pointer into that device's is used here.
 */
final class NativeBytes {
    private static final long PIECE = 1L << 28;

    private NativeBytes() {}

    @FunctionalInterface
    interface Work {
        void run(long offset, ByteBuffer piece);
    }

    /** Fills the tensor from beginning to end. */
    static void fill(Tensor tensor, Work work) {
        Tensor here = tensor.is_cuda() ? Tensors.empty(tensor.scalar_type().intern(), tensor.numel()) : tensor;
        long size = tensor.numel() * tensor.element_size();
        for (long offset = 0; offset < size; offset += PIECE) {
            work.run(offset, piece(here, offset, Math.min(PIECE, size - offset)));
        }
        if (tensor.is_cuda()) {
            tensor.view(tensor.numel()).copy_(here);
        }
    }

    /** Copies some of the tensor's bytes, which begin and end between elements, up to the buffer's limit. */
    static void copy(Tensor tensor, long offset, ByteBuffer into) {
        if (tensor.is_cuda()) {
            long size = tensor.element_size();
            Tensor here = tensor.view(tensor.numel())
                    .narrow(0, offset / size, into.remaining() / size)
                    .cpu();
            into.put(piece(here, 0, into.remaining()));
        } else {
            into.put(piece(tensor, offset, into.remaining()));
        }
    }

    /** Some of the memory of a tensor that lives in the processor's; valid as long as the tensor. */
    static ByteBuffer piece(Tensor tensor, long offset, long length) {
        return new BytePointer(tensor.data_ptr())
                .position(offset)
                .limit(offset + length)
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
