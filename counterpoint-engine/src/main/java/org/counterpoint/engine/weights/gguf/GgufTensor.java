package org.counterpoint.engine.weights.gguf;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.HalfFloats;
import org.counterpoint.engine.weights.TensorData;

/**
 * A parameter in a GGUF file under its name in transformers, and as it is there: rows in transformers' order, numbers that
 * lie in blocks as those that they stand for.
 *
 * @param order of the rows
 * @param added what the file's numbers have more than the parameter's: 1 in the norms of Gemma
 */
record GgufTensor(String name, GgufFile.Tensor stored, HeadRows order, float added) implements TensorData {

    @Override
    public DType dtype() {
        return switch (stored.type()) {
            case F16 -> added == 0 ? DType.F16 : DType.F32;
            case BF16 -> added == 0 ? DType.BF16 : DType.F32;
            default -> DType.F32;
        };
    }

    @Override
    public long[] shape() {
        return stored.shape().stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public long byteSize() {
        return stored.numbers() * dtype().bytes();
    }

    @Override
    public long storedBytes() {
        return stored.type().bytes(stored.numbers());
    }

    @Override
    public String storedType() {
        return stored.type().name();
    }

    @Override
    public void read(long offset, ByteBuffer into) {
        DType dtype = dtype();
        Objects.checkFromIndexSize(offset, into.remaining(), byteSize());
        if (offset % dtype.bytes() != 0 || into.remaining() % dtype.bytes() != 0) {
            throw new IllegalArgumentException("pieces begin and end between elements");
        }
        long at = offset / dtype.bytes();
        long end = at + into.remaining() / dtype.bytes();
        int width = stored.width();
        GgufFile.RowReader reader = stored.reader(order.wholeHeads((end + width - 1) / width));
        float[] row = new float[width];
        while (at < end) {
            reader.read(order.inFile(at / width), row);
            int from = (int) (at % width);
            int to = (int) Math.min(width, from + end - at);
            for (int i = from; i < to; i++) {
                put(dtype, row[i], into);
            }
            at += to - from;
        }
    }

    private void put(DType dtype, float value, ByteBuffer into) {
        switch (dtype) {
            case F16 -> into.putShort(HalfFloats.toF16(value));
            case BF16 -> into.putShort((short) (Float.floatToRawIntBits(value) >>> Short.SIZE));
            default -> into.putFloat(value - added);
        }
    }
}
