package org.counterpoint.engine.weights.gguf;

import java.nio.ByteBuffer;
import org.counterpoint.engine.weights.HalfFloats;

/**
 * Blocks to fp32, with the operations of gguf-py in their order, so that the numbers are the same to the bit. A block is
 * one or two scales in fp16 and whole numbers q of a few bits: {@code d q}, or {@code d q + m}; the K kinds have scales
 * of their own for each 16 or 32 numbers, in 6 or 8 bits.
 */
final class BlockDecoder {
    private BlockDecoder() {}

    /**
     * Decodes whole blocks.
     *
     * @param in little-endian
     * @param at where the first block begins
     * @param out filled from the beginning
     * @param count how many numbers, a multiple of the block's
     */
    static void decode(TensorType type, ByteBuffer in, int at, float[] out, int count) {
        int step = type.blockBytes();
        for (int i = 0, b = at; i < count; i += type.block(), b += step) {
            switch (type) {
                case F32 -> out[i] = in.getFloat(b);
                case F16 -> out[i] = half(in, b);
                case BF16 -> out[i] = Float.intBitsToFloat(in.getShort(b) << Short.SIZE);
                case Q8_0 -> q8(in, b, out, i);
                case Q4_0 -> q4(in, b, out, i);
                case Q4_1 -> q4WithMinimum(in, b, out, i);
                case Q5_0 -> q5(in, b, out, i);
                case Q5_1 -> q5WithMinimum(in, b, out, i);
                case Q4_K -> q4k(in, b, out, i);
                case Q5_K -> q5k(in, b, out, i);
                case Q6_K -> q6k(in, b, out, i);
            }
        }
    }

    private static float half(ByteBuffer in, int at) {
        return HalfFloats.fromF16(in.getShort(at));
    }

    private static void q8(ByteBuffer in, int b, float[] out, int to) {
        float d = half(in, b);
        for (int i = 0; i < 32; i++) {
            out[to + i] = in.get(b + 2 + i) * d;
        }
    }

    /** The low halves of the bytes are the first 16 numbers, the high ones the last 16. */
    private static int nibble(ByteBuffer in, int at, int i) {
        int both = in.get(at + i % 16);
        return i < 16 ? both & 15 : both >> 4 & 15;
    }

    private static void q4(ByteBuffer in, int b, float[] out, int to) {
        float d = half(in, b);
        for (int i = 0; i < 32; i++) {
            out[to + i] = d * (nibble(in, b + 2, i) - 8);
        }
    }

    private static void q4WithMinimum(ByteBuffer in, int b, float[] out, int to) {
        float d = half(in, b);
        float m = half(in, b + 2);
        for (int i = 0; i < 32; i++) {
            out[to + i] = d * nibble(in, b + 4, i) + m;
        }
    }

    private static void q5(ByteBuffer in, int b, float[] out, int to) {
        float d = half(in, b);
        int high = in.getInt(b + 2);
        for (int i = 0; i < 32; i++) {
            out[to + i] = d * ((nibble(in, b + 6, i) | (high >>> i & 1) << 4) - 16);
        }
    }

    private static void q5WithMinimum(ByteBuffer in, int b, float[] out, int to) {
        float d = half(in, b);
        float m = half(in, b + 2);
        int high = in.getInt(b + 4);
        for (int i = 0; i < 32; i++) {
            out[to + i] = d * (nibble(in, b + 8, i) | (high >>> i & 1) << 4) + m;
        }
    }

    /** The scale of the k-th 32 numbers: 6 bits, of the last four together in two bytes. */
    private static int scale(ByteBuffer in, int at, int k) {
        return k < 4 ? in.get(at + k) & 63 : in.get(at + 4 + k) & 15 | in.get(at + k - 4) >> 2 & 48;
    }

    /** Likewise their minimum's. */
    private static int minimum(ByteBuffer in, int at, int k) {
        return k < 4 ? in.get(at + 4 + k) & 63 : in.get(at + 4 + k) >> 4 & 15 | in.get(at + k) >> 2 & 48;
    }

    private static void q4k(ByteBuffer in, int b, float[] out, int to) {
        float d = half(in, b);
        float least = half(in, b + 2);
        for (int k = 0; k < 8; k++) {
            float scale = d * scale(in, b + 4, k);
            float minimum = least * minimum(in, b + 4, k);
            int bytes = b + 16 + k / 2 * 32;
            for (int i = 0; i < 32; i++) {
                int q = in.get(bytes + i) >> k % 2 * 4 & 15;
                out[to + 32 * k + i] = scale * q - minimum;
            }
        }
    }

    private static void q5k(ByteBuffer in, int b, float[] out, int to) {
        float d = half(in, b);
        float least = half(in, b + 2);
        for (int k = 0; k < 8; k++) {
            float scale = d * scale(in, b + 4, k);
            float minimum = least * minimum(in, b + 4, k);
            int bytes = b + 48 + k / 2 * 32;
            for (int i = 0; i < 32; i++) {
                int q = in.get(bytes + i) >> k % 2 * 4 & 15 | (in.get(b + 16 + i) >> k & 1) << 4;
                out[to + 32 * k + i] = scale * q - minimum;
            }
        }
    }

    /** Numbers k of each 128: their low bits in 64 bytes, halves of a byte 64 apart; their high bits in 32. */
    private static void q6k(ByteBuffer in, int b, float[] out, int to) {
        float d = half(in, b + 208);
        for (int i = 0; i < 256; i++) {
            int k = i % 128;
            int low = in.get(b + i / 128 * 64 + k % 64) >> k / 64 * 4 & 15;
            int high = in.get(b + 128 + i / 128 * 32 + k % 32) >> k / 32 * 2 & 3;
            float scale = d * in.get(b + 192 + i / 16);
            out[to + i] = scale * ((low | high << 4) - 32);
        }
    }
}
