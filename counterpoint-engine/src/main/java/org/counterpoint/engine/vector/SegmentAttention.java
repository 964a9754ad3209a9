package org.counterpoint.engine.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.counterpoint.engine.vector.Products.Place;

/**
 * Causal attention of one key head in fp32: softmax(q k^T) v and its gradients, a block of queries after the other, whose scores
 * stay in the cache (arXiv 2205.14135). What no query of a block sees is not computed, but for what fills up vectors.
 *
 * <p>Keys lie in columns: those of a segment side by side, the first at a whole vector. One object serves one thread, for one
 * head after another.
 */
public final class SegmentAttention {
    /** Rows a block: enough that reading keys costs little, few enough for the cache and for few hidden scores. */
    private static final int BLOCK_ROWS = 48;

    private static final int LANES = Lanes.COUNT;

    /**
     * @param group query heads that share the key head
     * @param cap of the scores, 0 for none
     */
    public record Shape(int headDim, int group, float cap) {
        /** Positions whose queries are computed together. */
        public int blockPositions() {
            return Math.max(1, BLOCK_ROWS / group);
        }

        /** Numbers of a head in an array, where it is filled up to whole vectors. */
        public int width() {
            return Lanes.whole(headDim);
        }

        private int blockRows() {
            return (blockPositions() * group + Products.ROWS - 1) / Products.ROWS * Products.ROWS;
        }
    }

    private final Shape shape;
    private final int width;
    /** Of rows of transposed keys and of scores: no multiple of a page, or all rows would meet in a few lines of the cache. */
    private final int stride;

    private final float[] keys;
    private final float[] values;
    private final float[] keysAcross;
    private final float[] valuesAcross;
    private final float[] keyGradients;
    private final float[] valueGradients;
    private final float[] queries;
    private final float[] outs;
    private final float[] shares;
    private final float[] byScores;
    private final float[] capped;

    /**
     * @param columns whole vectors
     * @param backward whether gradients are asked for
     */
    public SegmentAttention(Shape shape, int columns, boolean backward) {
        this.shape = shape;
        this.width = shape.width();
        this.stride = (columns / LANES | 1) * LANES;
        int rows = shape.blockRows();
        this.keys = new float[columns * width];
        this.values = new float[columns * width];
        this.keysAcross = new float[stride * width];
        this.valuesAcross = new float[backward ? stride * width : 0];
        this.keyGradients = new float[backward ? columns * width : 0];
        this.valueGradients = new float[backward ? columns * width : 0];
        this.queries = new float[rows * width];
        this.outs = new float[rows * width];
        this.shares = new float[rows * stride];
        this.byScores = new float[backward ? rows * stride : 0];
        this.capped = new float[backward && shape.cap() != 0 ? rows * stride : 0];
    }

    /** [columns, width], to be filled before {@link #begin}; zero where no key stands. */
    public float[] keys() {
        return keys;
    }

    /** As {@link #keys}. */
    public float[] values() {
        return values;
    }

    /** [columns, width] the sum of what blocks gave since {@link #begin}. */
    public float[] keyGradients() {
        return keyGradients;
    }

    /** As {@link #keyGradients}. */
    public float[] valueGradients() {
        return valueGradients;
    }

    /** [positions * group, width] of a block, scaled; to be filled before it is computed. */
    public float[] queries() {
        return queries;
    }

    /** [positions * group, width]: what {@link #forward} gave, or gradients by that; then by queries. */
    public float[] outs() {
        return outs;
    }

    /** Takes the keys and values. */
    public void begin() {
        across(keys, keysAcross);
        if (valuesAcross.length > 0) {
            across(values, valuesAcross);
            Arrays.fill(keyGradients, 0);
            Arrays.fill(valueGradients, 0);
        }
    }

    private void across(float[] from, float[] into) {
        for (int column = 0, at = 0; at < from.length; column++) {
            for (int d = 0; d < width; d++, at++) {
                into[d * stride + column] = from[at];
            }
        }
    }

    /** From {@link #queries} to {@link #outs}. */
    public void forward(QueryBlock block) {
        int rows = rows(block);
        score(block, shares, queries, keysAcross, rows);
        Arrays.fill(outs, 0, rows * width, 0);
        for (int row = 0; row < rows(block, 1); row++) {
            float sum = softmax(block, row);
            scale(row * stride + block.begin(), row * stride + block.end(), 1 / sum);
        }
        for (QueryBlock.Run run : block.runs()) {
            Products.add(scores(shares, run), rows(values, run), place(outs), rows, run.count(), width);
        }
    }

    /** From {@link #queries} and gradients in {@link #outs} to gradients by queries there; adds to those by keys and values. */
    public void backward(QueryBlock block) {
        int rows = rows(block);
        score(block, shares, queries, keysAcross, rows);
        score(block, byScores, outs, valuesAcross, rows);
        if (shape.cap() != 0) {
            System.arraycopy(shares, 0, capped, 0, rows * stride);
        }
        int real = rows(block, 1);
        for (int row = 0; row < real; row++) {
            float sum = softmax(block, row);
            int from = row * stride + block.begin();
            int to = row * stride + block.end();
            float dot = scaleAndMultiply(from, to, 1 / sum);
            byScores(from, to, dot);
            if (shape.cap() != 0) {
                throughCap(from, to);
            }
        }
        for (QueryBlock.Run run : block.runs()) {
            Products.add(
                    scores(shares, run).transposed(), place(outs), rows(valueGradients, run), run.count(), real, width);
            Products.add(
                    scores(byScores, run).transposed(),
                    place(queries),
                    rows(keyGradients, run),
                    run.count(),
                    real,
                    width);
        }
        Arrays.fill(outs, 0, rows * width, 0);
        for (QueryBlock.Run run : block.runs()) {
            Products.add(scores(byScores, run), rows(keys, run), place(outs), rows, run.count(), width);
        }
    }

    private Place place(float[] ofRows) {
        return Place.rows(ofRows, 0, width);
    }

    private Place scores(float[] in, QueryBlock.Run run) {
        return Place.rows(in, run.at(), stride);
    }

    private Place rows(float[] ofColumns, QueryBlock.Run run) {
        return Place.rows(ofColumns, run.column() * width, width);
    }

    private int rows(QueryBlock block) {
        return rows(block, Products.ROWS);
    }

    private int rows(QueryBlock block, int multiple) {
        return (block.positions() * shape.group() + multiple - 1) / multiple * multiple;
    }

    private void score(QueryBlock block, float[] into, float[] ofRows, float[] across, int rows) {
        int from = block.begin();
        for (int row = 0; row < rows; row++) {
            Arrays.fill(into, row * stride + from, row * stride + block.end(), 0);
        }
        for (QueryBlock.Run run : block.runs()) {
            Products.add(
                    place(ofRows),
                    Place.rows(across, run.column(), stride),
                    Place.rows(into, run.at(), stride),
                    rows,
                    shape.headDim(),
                    run.count());
        }
    }

    /** A query's scores to e^(score - greatest), 0 where it does not see; returns their sum. */
    private float softmax(QueryBlock block, int row) {
        int position = block.from() + row / shape.group();
        int at = row * stride;
        int from = at + block.begin();
        int to = at + block.end();
        if (shape.cap() != 0) {
            cap(from, to);
        }
        block.hide(position, shares, at, Softmax.UNSEEN);
        float sum = Softmax.exponentials(shares, from, to, Softmax.greatest(shares, from, to));
        block.hide(position, shares, at, 0);
        return sum;
    }

    private void cap(int from, int to) {
        for (int i = from; i < to; i += LANES) {
            VectorMath.capped(FloatVector.fromArray(Lanes.SPECIES, shares, i), shape.cap())
                    .intoArray(shares, i);
        }
    }

    private void scale(int from, int to, float by) {
        for (int i = from; i < to; i += LANES) {
            FloatVector.fromArray(Lanes.SPECIES, shares, i).mul(by).intoArray(shares, i);
        }
    }

    /** Scales the shares; returns the sum of their products with the gradients by them. */
    private float scaleAndMultiply(int from, int to, float by) {
        FloatVector sum = FloatVector.zero(Lanes.SPECIES);
        for (int i = from; i < to; i += LANES) {
            FloatVector share = FloatVector.fromArray(Lanes.SPECIES, shares, i).mul(by);
            share.intoArray(shares, i);
            sum = share.fma(FloatVector.fromArray(Lanes.SPECIES, byScores, i), sum);
        }
        return VectorMath.sum(sum);
    }

    /** From gradients by shares to those by scores: p (dp - sum of p dp). */
    private void byScores(int from, int to, float dot) {
        for (int i = from; i < to; i += LANES) {
            FloatVector.fromArray(Lanes.SPECIES, byScores, i)
                    .sub(dot)
                    .mul(FloatVector.fromArray(Lanes.SPECIES, shares, i))
                    .intoArray(byScores, i);
        }
    }

    /** From gradients by capped scores to those by scores: the derivative is 1 - tanh^2. */
    private void throughCap(int from, int to) {
        for (int i = from; i < to; i += LANES) {
            FloatVector tanh = VectorMath.tanh(
                    FloatVector.fromArray(Lanes.SPECIES, capped, i).div(shape.cap()));
            FloatVector.fromArray(Lanes.SPECIES, byScores, i)
                    .mul(tanh.mul(tanh).neg().add(1f))
                    .intoArray(byScores, i);
        }
    }
}
