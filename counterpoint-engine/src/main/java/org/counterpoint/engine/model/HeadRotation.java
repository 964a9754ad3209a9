package org.counterpoint.engine.model;

import org.counterpoint.engine.model.TensorNumbers.Runs;
import org.counterpoint.engine.vector.VectorMath;

/** Rotates heads in arrays by a table of rotations. For one thread. */
final class HeadRotation {
    private final Rotary.Table table;
    private final int headDim;
    private final int width;
    private final int half;
    private float[] cos = new float[0];
    private float[] sin = new float[0];

    /** @param width of a head in an array */
    HeadRotation(Rotary.Table table, int headDim, int width) {
        this.table = table;
        this.headDim = headDim;
        this.width = width;
        this.half = Math.toIntExact(table.cos().size(3));
    }

    /**
     * @param row the first of the batch's {@code rows}
     * @param heads of each, side by side in {@code numbers} from {@code at} on
     */
    void rotate(int row, int rows, int heads, float[] numbers, int at) {
        if (half > 0) {
            read(row, rows);
        }
        for (int i = 0; i < rows; i++) {
            for (int head = 0; head < heads; head++) {
                int from = at + (i * heads + head) * width;
                VectorMath.rotate(numbers, from, half, cos, sin, i * half);
                scale(numbers, from + 2 * half, from + headDim);
            }
        }
    }

    private void read(int row, int rows) {
        int count = rows * half;
        if (cos.length < count) {
            cos = new float[count];
            sin = new float[count];
        }
        TensorNumbers.of(table.cos()).read(row * half, Runs.one(count), cos, 0);
        TensorNumbers.of(table.sin()).read(row * half, Runs.one(count), sin, 0);
    }

    /** What is not rotated. */
    private void scale(float[] numbers, int from, int to) {
        if (table.factor() != 1) {
            for (int i = from; i < to; i++) {
                numbers[i] *= (float) table.factor();
            }
        }
    }
}
