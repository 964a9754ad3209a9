package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;

/** Some heads in the rows of a tensor, which lie side by side there; in arrays a head is filled up. For one thread. */
final class TensorHeads {
    private final Range heads;
    private final TensorNumbers numbers;
    private final int rowWidth;
    private final int headDim;
    private final int width;

    /** Heads of a row: {@code count} from {@code first} on. */
    record Range(int first, int count) {}

    /** @param width of a head in an array */
    TensorHeads(Tensor tensor, Range heads, int headDim, int width) {
        this.heads = heads;
        this.numbers = TensorNumbers.of(tensor);
        this.rowWidth = Math.toIntExact(tensor.size(1));
        this.headDim = headDim;
        this.width = width;
    }

    /** Those of a row. */
    int heads() {
        return heads.count();
    }

    /** Reads rows to {@code [rows, heads, width]} from {@code to} on. */
    void read(int row, int rows, float[] into, int to) {
        for (int i = 0; i < heads.count(); i++) {
            numbers.read(at(row, i), runs(rows), into, to + i * width);
        }
    }

    /** The way back. */
    void write(int row, int rows, float[] from, int position) {
        for (int i = 0; i < heads.count(); i++) {
            numbers.write(from, position + i * width, runs(rows), at(row, i));
        }
    }

    private int at(int row, int head) {
        return row * rowWidth + (heads.first() + head) * headDim;
    }

    private TensorNumbers.Runs runs(int rows) {
        return new TensorNumbers.Runs(rows, headDim, rowWidth, heads.count() * width);
    }
}
