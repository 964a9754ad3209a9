package org.counterpoint.engine.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads tensors from beginning to end, in pieces that stay in the processor's cache, by one buffer. */
public final class TensorPieces {
    /** A whole number of elements of every type. */
    public static final int LARGEST = 1 << 18;

    private final ByteBuffer piece = ByteBuffer.allocateDirect(LARGEST).order(ByteOrder.LITTLE_ENDIAN);

    @FunctionalInterface
    public interface Reader {
        /**
         * Takes one piece, whose bytes are others' when this returns.
         *
         * @param at where it begins, in bytes from the tensor's beginning
         */
        void take(TensorData tensor, long at, ByteBuffer piece);
    }

    /** Every piece in order, little-endian. */
    void read(TensorData tensor, Reader reader) {
        for (long at = 0; at < tensor.byteSize(); at += LARGEST) {
            tensor.read(at, piece.clear().limit((int) Math.min(LARGEST, tensor.byteSize() - at)));
            reader.take(tensor, at, piece.flip());
        }
    }
}
