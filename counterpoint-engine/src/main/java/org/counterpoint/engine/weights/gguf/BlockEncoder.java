package org.counterpoint.engine.weights.gguf;

import java.nio.ByteBuffer;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.weights.HalfFloats;

/** Writes numbers in blocks, to the byte as llama.cpp's reference does. */
final class BlockEncoder {
    private BlockEncoder() {}

    /**
     * A row of whole blocks.
     *
     * @param name the tensor's, for errors
     * @param into little-endian
     */
    static void encode(TensorType type, float[] row, String name, ByteBuffer into) {
        switch (type) {
            case F32 -> {
                for (float value : row) {
                    into.putFloat(value);
                }
            }
            case F16 -> {
                for (float value : row) {
                    into.putShort(half(value, name));
                }
            }
            case BF16 -> {
                for (float value : row) {
                    into.putShort(HalfFloats.toBf16(value));
                }
            }
            case Q8_0 -> {
                for (int at = 0; at < row.length; at += type.block()) {
                    eightBits(row, at, type.block(), name, into);
                }
            }
            case Q4_0 -> {
                for (int at = 0; at < row.length; at += type.block()) {
                    fourBits(row, at, type.block(), name, into);
                }
            }
            default -> throw new IllegalArgumentException(type + " is not written");
        }
    }

    private static short half(float value, String name) {
        short half = HalfFloats.toF16(value);
        if (!Float.isFinite(HalfFloats.fromF16(half))) {
            throw new ModelException("the tensor " + name + " holds " + value + ", which fp16 cannot: choose bf16");
        }
        return half;
    }

    /** A scale, then numbers of a byte: the largest is 127 or -127. */
    private static void eightBits(float[] row, int at, int count, String name, ByteBuffer into) {
        float largest = 0;
        for (int i = at; i < at + count; i++) {
            largest = Math.max(largest, Math.abs(row[i]));
        }
        float scale = largest / 127;
        float inverse = scale == 0 ? 0 : 1 / scale;
        into.putShort(half(scale, name));
        for (int i = at; i < at + count; i++) {
            into.put((byte) awayFromZero(row[i] * inverse));
        }
    }

    /** C's {@code roundf}: halves go away from zero. */
    private static int awayFromZero(float value) {
        float magnitude = Math.abs(value);
        int whole = (int) magnitude;
        int rounded = magnitude - whole >= 0.5f ? whole + 1 : whole;
        return value < 0 ? -rounded : rounded;
    }

    /** A scale, then numbers of four bits, the first half's in the low ones: the number farthest from zero is -8. */
    private static void fourBits(float[] row, int at, int count, String name, ByteBuffer into) {
        float largest = 0;
        float farthest = 0;
        for (int i = at; i < at + count; i++) {
            if (Math.abs(row[i]) > largest) {
                largest = Math.abs(row[i]);
                farthest = row[i];
            }
        }
        float scale = farthest / -8;
        float inverse = scale == 0 ? 0 : 1 / scale;
        into.putShort(half(scale, name));
        int half = count / 2;
        for (int i = at; i < at + half; i++) {
            int low = Math.min(15, (int) (row[i] * inverse + 8.5f));
            int high = Math.min(15, (int) (row[i + half] * inverse + 8.5f));
            into.put((byte) (low | high << 4));
        }
    }
}
