package org.counterpoint.engine.weights.quant;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.HalfFloats;

/**
 * Whole numbers from -127 to 127, one scale a row: s = max|row| / 127, q = x / s rounded half to even, of a row of zeros
 * zeros. They stand for q * s in fp32, rounded to bf16.
 *
 * @param numbers [rows, columns]
 * @param scales [rows]
 */
public record Int8Matrix(long columns, ByteBuffer numbers, FloatBuffer scales) implements QuantisedMatrix {
    private static final int LARGEST = 127;

    /** Writes one row of numbers, and its scale, to their places. */
    public static void quantise(float[] row, int index, ByteBuffer numbers, FloatBuffer scales) {
        float most = 0;
        for (float x : row) {
            most = Math.max(most, Math.abs(x));
        }
        float scale = most / LARGEST;
        scales.put(index, scale);
        int start = index * row.length;
        for (int i = 0; i < row.length; i++) {
            float q = scale == 0 ? 0 : (float) Math.rint(row[i] / scale);
            // Where the scale is a subnormal number, its rounding may lead beyond.
            numbers.put(start + i, (byte) Math.max(-LARGEST, Math.min(LARGEST, q)));
        }
    }

    @Override
    public long rows() {
        return scales.limit();
    }

    @Override
    public DType dtype() {
        return DType.BF16;
    }

    @Override
    public long byteSize() {
        return numbers.limit() + (long) Float.BYTES * scales.limit();
    }

    @Override
    public void decode(long from, ByteBuffer into) {
        int at = Math.toIntExact(from);
        int width = (int) columns;
        while (into.hasRemaining()) {
            float scale = scales.get(at / width);
            int end = Math.min(at + into.remaining() / Short.BYTES, (at / width + 1) * width);
            for (; at < end; at++) {
                into.putShort(HalfFloats.toBf16(numbers.get(at) * scale));
            }
        }
    }
}
