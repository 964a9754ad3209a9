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
        switch (type) {
            case F32 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = in.getFloat(at + Float.BYTES * i);
                }
            }
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = half(in, at + Short.BYTES * i);
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Float.intBitsToFloat(in.getShort(at + Short.BYTES * i) << Short.SIZE);
                }
            }
            default -> {
                Wholes wholes = new Wholes(type, count);
                wholes.read(in, at);
                wholes.expand(out);
            }
        }
    }

    private static float half(ByteBuffer in, int at) {
        return HalfFloats.fromF16(in.getShort(at));
    }

    /** Whole numbers of whole blocks and what they are multiplied by. To be read into again and again. */
    static final class Wholes {
        private final TensorType type;
        private final int every;
        /** From 0 to 15 or 31 where there are offsets, else about zero. */
        final byte[] numbers;
        /** One for each {@link TensorType#scaleEvery} numbers. */
        final float[] scales;
        /** Likewise, what is added; all zero where the type has none. */
        final float[] offsets;

        Wholes(TensorType type, int count) {
            this.type = type;
            this.every = type.scaleEvery();
            this.numbers = new byte[count];
            this.scales = new float[count / every];
            this.offsets = new float[count / every];
        }

        /** Reads all of them, from where their first block begins. */
        void read(ByteBuffer in, int at) {
            int step = type.blockBytes();
            for (int i = 0, b = at; i < numbers.length; i += type.block(), b += step) {
                switch (type) {
                    case Q8_0 -> q8(in, b, i);
                    case Q4_0 -> q4(in, b, i);
                    case Q4_1 -> q4WithMinimum(in, b, i);
                    case Q5_0 -> q5(in, b, i);
                    case Q5_1 -> q5WithMinimum(in, b, i);
                    case Q4_K -> q4k(in, b, i);
                    case Q5_K -> q5k(in, b, i);
                    case Q6_K -> q6k(in, b, i);
                    default -> throw new IllegalArgumentException(type + " has no blocks");
                }
            }
        }

        private void expand(float[] out) {
            boolean offset = type.hasOffsets();
            for (int i = 0; i < numbers.length; i++) {
                float product = scales[i / every] * numbers[i];
                out[i] = offset ? product + offsets[i / every] : product;
            }
        }

        private void q8(ByteBuffer in, int b, int to) {
            scales[to / every] = half(in, b);
            in.get(b + 2, numbers, to, 32);
        }

        /** The low halves of the bytes are the first 16 numbers, the high ones the last 16. */
        private static int nibble(ByteBuffer in, int at, int i) {
            int both = in.get(at + i % 16);
            return i < 16 ? both & 15 : both >> 4 & 15;
        }

        private void q4(ByteBuffer in, int b, int to) {
            scales[to / every] = half(in, b);
            for (int i = 0; i < 32; i++) {
                numbers[to + i] = (byte) (nibble(in, b + 2, i) - 8);
            }
        }

        private void q4WithMinimum(ByteBuffer in, int b, int to) {
            scales[to / every] = half(in, b);
            offsets[to / every] = half(in, b + 2);
            for (int i = 0; i < 32; i++) {
                numbers[to + i] = (byte) nibble(in, b + 4, i);
            }
        }

        private void q5(ByteBuffer in, int b, int to) {
            scales[to / every] = half(in, b);
            int high = in.getInt(b + 2);
            for (int i = 0; i < 32; i++) {
                numbers[to + i] = (byte) ((nibble(in, b + 6, i) | (high >>> i & 1) << 4) - 16);
            }
        }

        private void q5WithMinimum(ByteBuffer in, int b, int to) {
            scales[to / every] = half(in, b);
            offsets[to / every] = half(in, b + 2);
            int high = in.getInt(b + 4);
            for (int i = 0; i < 32; i++) {
                numbers[to + i] = (byte) (nibble(in, b + 8, i) | (high >>> i & 1) << 4);
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

        private void scalesOfK(ByteBuffer in, int b, int to) {
            float d = half(in, b);
            float least = half(in, b + 2);
            for (int k = 0; k < 8; k++) {
                scales[to / every + k] = d * scale(in, b + 4, k);
                offsets[to / every + k] = -(least * minimum(in, b + 4, k));
            }
        }

        private void q4k(ByteBuffer in, int b, int to) {
            scalesOfK(in, b, to);
            for (int i = 0; i < 256; i++) {
                numbers[to + i] = (byte) (in.get(b + 16 + i / 64 * 32 + i % 32) >> i / 32 % 2 * 4 & 15);
            }
        }

        private void q5k(ByteBuffer in, int b, int to) {
            scalesOfK(in, b, to);
            for (int i = 0; i < 256; i++) {
                int k = i / 32;
                int low = in.get(b + 48 + i / 64 * 32 + i % 32) >> k % 2 * 4 & 15;
                numbers[to + i] = (byte) (low | (in.get(b + 16 + i % 32) >> k & 1) << 4);
            }
        }

        /** Numbers k of each 128: their low bits in 64 bytes, halves of a byte 64 apart; their high bits in 32. */
        private void q6k(ByteBuffer in, int b, int to) {
            float d = half(in, b + 208);
            for (int i = 0; i < 256; i++) {
                int k = i % 128;
                int low = in.get(b + i / 128 * 64 + k % 64) >> k / 64 * 4 & 15;
                int high = in.get(b + 128 + i / 128 * 32 + k % 32) >> k / 32 * 2 & 3;
                numbers[to + i] = (byte) ((low | high << 4) - 32);
                scales[(to + i) / every] = d * in.get(b + 192 + i / 16);
            }
        }
    }
}
