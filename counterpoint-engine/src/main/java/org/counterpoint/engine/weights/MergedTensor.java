package org.counterpoint.engine.weights;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** W + scale * B A in fp32, made row by row as it is read. */
public final class MergedTensor implements TensorData {
    private final TensorData base;
    private final TensorRows rows;
    private final double scale;
    private final int rank;
    /** [r, in] and [out, r]. */
    private final float[] a;

    private final float[] b;

    private MergedTensor(TensorData base, TensorRows rows, double scale, int rank, float[] a, float[] b) {
        this.base = base;
        this.rows = rows;
        this.scale = scale;
        this.rank = rank;
        this.a = a;
        this.b = b;
    }

    /** A tensor of a folder with the factors of another. */
    static MergedTensor of(Path folder, TensorData base, AdapterFolder adapter, AdapterFolder.Factors factors) {
        return new MergedTensor(
                base,
                new TensorRows(folder, List.of(base)),
                factors.module().scale(),
                factors.module().rank(),
                adapter.values(factors.a()),
                adapter.values(factors.b()));
    }

    /**
     * A tensor in memory with factors in memory.
     *
     * @param a [r, in]
     * @param b [out, r]
     */
    public static MergedTensor of(TensorData base, double scale, float[] a, float[] b) {
        TensorRows rows = TensorRows.of(List.of(base));
        return new MergedTensor(base, rows, scale, a.length / rows.width(), a, b);
    }

    @Override
    public String name() {
        return base.name();
    }

    @Override
    public DType dtype() {
        return DType.F32;
    }

    @Override
    public long[] shape() {
        return base.shape();
    }

    @Override
    public long byteSize() {
        return (long) rows.rows() * rows.width() * Float.BYTES;
    }

    @Override
    public void read(long offset, ByteBuffer into) {
        Objects.checkFromIndexSize(offset, into.remaining(), byteSize());
        if (offset % Float.BYTES != 0 || into.remaining() % Float.BYTES != 0) {
            throw new IllegalArgumentException("pieces begin and end between elements");
        }
        TensorRows.Reader reader = rows.reader();
        int width = rows.width();
        float[] row = new float[width];
        float[] added = new float[width];
        long at = offset / Float.BYTES;
        while (into.hasRemaining()) {
            int index = (int) (at / width);
            int from = (int) (at % width);
            int count = Math.min(width - from, into.remaining() / Float.BYTES);
            reader.read(index, row);
            add(index, row, added);
            for (int i = from; i < from + count; i++) {
                into.putFloat(row[i]);
            }
            at += count;
        }
    }

    private void add(int index, float[] row, float[] added) {
        Arrays.fill(added, 0);
        for (int k = 0; k < rank; k++) {
            float factor = b[index * rank + k];
            int start = k * added.length;
            for (int i = 0; i < added.length; i++) {
                added[i] += factor * a[start + i];
            }
        }
        for (int i = 0; i < row.length; i++) {
            row[i] += (float) scale * added[i];
        }
    }
}
