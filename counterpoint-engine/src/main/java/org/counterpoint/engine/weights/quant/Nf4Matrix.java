package org.counterpoint.engine.weights.quant;

import java.nio.ByteBuffer;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.HalfFloats;
import org.counterpoint.engine.weights.TensorRows;

/**
 * Four bits a number, a scale for each block of the row-major flattened matrix. They stand for code * scale in fp32,
 * rounded to {@code dtype}.
 *
 * @param codes two a byte, the first in the upper half
 * @param code 16 numbers
 * @param block numbers in a block, even
 */
public record Nf4Matrix(
        long rows, long columns, ByteBuffer codes, BlockScales scales, float[] code, int block, DType dtype)
        implements QuantisedMatrix {

    /** What {@link #quantise} made, which stands for bf16 numbers. */
    public static Nf4Matrix of(long rows, long columns, ByteBuffer codes, BlockScales scales) {
        return new Nf4Matrix(rows, columns, codes, scales, Nf4.CODES, Nf4.BLOCK, DType.BF16);
    }

    /** Blocks of that many numbers. */
    public static int blocks(long numbers) {
        return Math.toIntExact((numbers + Nf4.BLOCK - 1) / Nf4.BLOCK);
    }

    /** Bytes of that many codes. */
    public static int codeBytes(long numbers) {
        return Math.toIntExact((numbers + 1) / 2);
    }

    /**
     * Quantises some blocks of a matrix.
     *
     * @param from the first block
     * @param to the one behind the last
     * @param codes of the whole matrix
     * @param scales of the whole matrix
     */
    public static void quantise(TensorRows matrix, int from, int to, ByteBuffer codes, float[] scales) {
        long numbers = (long) matrix.rows() * matrix.width();
        float[] row = new float[matrix.width()];
        float[] values = new float[Nf4.BLOCK];
        byte[] four = new byte[Nf4.BLOCK + 1];
        TensorRows.Reader reader = matrix.reader();
        int index = (int) ((long) from * Nf4.BLOCK / row.length) - 1;
        int column = (int) ((long) from * Nf4.BLOCK % row.length);
        if (column > 0) {
            index++;
            reader.read(index, row);
        }
        for (int block = from; block < to; block++) {
            long start = (long) block * Nf4.BLOCK;
            int count = (int) Math.min(Nf4.BLOCK, numbers - start);
            for (int i = 0; i < count; i++) {
                if (column == 0) {
                    index++;
                    reader.read(index, row);
                }
                values[i] = row[column];
                column = column + 1 == row.length ? 0 : column + 1;
            }
            scales[block] = Nf4.quantise(values, count, four);
            // bitsandbytes fills an odd count up with a zero.
            four[count] = (byte) Nf4.nearest(0);
            for (int i = 0; i < count; i += 2) {
                codes.put((int) (start + i >> 1), (byte) (four[i] << 4 | four[i + 1]));
            }
        }
    }

    @Override
    public long byteSize() {
        return codes.limit() + scales.byteSize();
    }

    @Override
    public void decode(long from, ByteBuffer into) {
        switch (dtype) {
            case F32 -> decodeF32(from, into);
            case BF16, F16 -> decodeHalves(from, into);
            default -> throw new IllegalStateException(dtype + " does not serve as weights");
        }
    }

    private void decodeF32(long from, ByteBuffer into) {
        for (long at = from; into.hasRemaining(); at++) {
            into.putFloat(code[codeAt(at)] * scales.of((int) (at / block)));
        }
    }

    private void decodeHalves(long from, ByteBuffer into) {
        short[] halves = new short[code.length];
        long at = from;
        while (into.hasRemaining()) {
            int index = (int) (at / block);
            long end = Math.min(at + into.remaining() / Short.BYTES, (index + 1L) * block);
            float scale = scales.of(index);
            for (int i = 0; i < halves.length; i++) {
                float value = code[i] * scale;
                halves[i] = dtype == DType.BF16 ? HalfFloats.toBf16(value) : HalfFloats.toF16(value);
            }
            if (at % 2 == 1) {
                into.putShort(halves[codeAt(at)]);
                at++;
            }
            for (; at + 1 < end; at += 2) {
                int two = codes.get((int) (at >> 1));
                into.putInt(halves[two >> 4 & 15] & 0xffff | halves[two & 15] << Short.SIZE);
            }
            if (at < end) {
                into.putShort(halves[codeAt(at)]);
                at++;
            }
        }
    }

    private int codeAt(long at) {
        int two = codes.get((int) (at >> 1));
        return (at % 2 == 0 ? two >> 4 : two) & 15;
    }
}
