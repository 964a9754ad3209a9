package org.counterpoint.engine.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;

final class SameBytes {
    private static final int PIECE = 1 << 20;

    private SameBytes() {}

    /** Whether two tensors are equal in type, shape and every byte. */
    static boolean same(TensorData left, TensorData right) {
        if (left.dtype() != right.dtype() || !Arrays.equals(left.shape(), right.shape())) {
            return false;
        }
        ByteBuffer leftPiece = ByteBuffer.allocate(PIECE);
        ByteBuffer rightPiece = ByteBuffer.allocate(PIECE);
        for (long at = 0; at < left.byteSize(); at += PIECE) {
            int count = (int) Math.min(PIECE, left.byteSize() - at);
            left.read(at, leftPiece.clear().limit(count));
            right.read(at, rightPiece.clear().limit(count));
            if (!leftPiece.flip().equals(rightPiece.flip())) {
                return false;
            }
        }
        return true;
    }
}
