package org.counterpoint.engine.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.counterpoint.engine.ModelException;

/** A tensor written as another type than it has, its numbers rounded to nearest, ties to even. */
final class ConvertedTensor {
    /** Numbers converted at once. */
    private static final int PIECE = 1 << 16;

    private ConvertedTensor() {}

    /**
     * The same numbers in another type.
     *
     * @param source of a type that serves as weights
     * @param dtype likewise
     */
    static TensorSource of(TensorSource source, DType dtype) {
        return source.dtype() == dtype
                ? source
                : new TensorSource(
                        source.name(), dtype, source.shape(), (offset, into) -> fill(source, dtype, offset, into));
    }

    private static void fill(TensorSource source, DType dtype, long offset, ByteBuffer into) {
        int size = source.dtype().bytes();
        long at = offset / dtype.bytes() * size;
        ByteBuffer piece = ByteBuffer.allocate(Math.min(PIECE, into.remaining() / dtype.bytes()) * size)
                .order(ByteOrder.LITTLE_ENDIAN);
        while (into.hasRemaining()) {
            piece.clear().limit(Math.min(piece.capacity(), into.remaining() / dtype.bytes() * size));
            source.body().fill(at, piece);
            at += piece.flip().remaining();
            while (piece.hasRemaining()) {
                put(into, next(piece, source), dtype, source.name());
            }
        }
    }

    private static float next(ByteBuffer piece, TensorSource source) {
        return switch (source.dtype()) {
            case F32 -> piece.getFloat();
            case BF16 -> Float.intBitsToFloat(piece.getShort() << Short.SIZE);
            case F16 -> HalfFloats.fromF16(piece.getShort());
            default -> throw new IllegalArgumentException("not a type of weights: " + source.dtype());
        };
    }

    private static void put(ByteBuffer into, float value, DType dtype, String tensor) {
        if (!Float.isFinite(value)) {
            throw new ModelException("the tensor " + tensor
                    + " holds NaN or infinite numbers; the checkpoint is damaged" + " or training diverged");
        }
        switch (dtype) {
            case F32 -> into.putFloat(value);
            case BF16 -> {
                short half = HalfFloats.toBf16(value);
                requireFinite(Float.intBitsToFloat(half << Short.SIZE), value, tensor, "bf16", "fp32");
                into.putShort(half);
            }
            case F16 -> {
                short half = HalfFloats.toF16(value);
                requireFinite(HalfFloats.fromF16(half), value, tensor, "fp16", "bf16 or fp32");
                into.putShort(half);
            }
            default -> throw new IllegalArgumentException("not a type of weights: " + dtype);
        }
    }

    private static void requireFinite(float rounded, float value, String tensor, String type, String wider) {
        if (!Float.isFinite(rounded)) {
            throw new ModelException("a weight of " + tensor + " is " + value + ", too large for " + type
                    + "\n  store the model as " + wider);
        }
    }
}
