package org.counterpoint.engine.decode;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.counterpoint.engine.vector.Lanes;
import org.counterpoint.engine.vector.VectorMath;

/**
 * Queries against the keys and values of one head: softmax(scale q k^T) v, the scores capped where the model does so. Four go together where there are
 * several, for whom keys and values are read once. Every query's sums are the same, in the same order, either way.
 */
final class HeadAttention {
    private static final int LANES = Tiles.LANES;
    private static final int TOGETHER = 4;
    /** A score so low that its share of the softmax is nothing, and no infinity. */
    private static final float UNSEEN = -1e30f;

    private final int headDim;
    private final float scale;
    /** 0 where scores are not capped. */
    private final float cap;
    /** [queries together, stride] */
    private float[] scores = new float[0];

    private int stride;

    HeadAttention(int headDim, double scale, double cap) {
        this.headDim = headDim;
        this.scale = (float) scale;
        this.cap = (float) cap;
    }

    /**
     * @param queries [count, headDim]
     * @param firsts the first column that each query sees
     * @param lengths the column after the last that it sees
     * @param out [count, cache.width()]
     */
    void attend(float[] queries, int count, int[] firsts, int[] lengths, KeyValues cache, int head, float[] out) {
        for (int q = 0; q < count; q += TOGETHER) {
            if (q == count - 1) {
                one(queries, q, firsts[q], lengths[q], cache, head, out);
            } else {
                several(queries, q, Math.min(count, q + TOGETHER), firsts, lengths, cache, head, out);
            }
        }
    }

    private void one(float[] queries, int q, int first, int length, KeyValues cache, int head, float[] out) {
        int from = first / LANES * LANES;
        int end = reserve(length);
        CachedNumbers numbers = cache.numbers();
        numbers.score(queries, q * headDim, cache.keysAt(head, from), from, end, scale, scores);
        float factor = 1 / softmax(0, from, end, first, length);
        for (int d = 0; d < cache.width(); d += Tiles.TILE) {
            numbers.weigh(cache.valuesAt(head, from, d), from, length, scores, factor, out, q * cache.width() + d);
        }
    }

    /** Where there are fewer than four, the last is computed several times. */
    private void several(
            float[] queries, int q, int to, int[] firsts, int[] lengths, KeyValues cache, int head, float[] out) {
        int q1 = q + 1;
        int q2 = Math.min(q + 2, to - 1);
        int q3 = Math.min(q + 3, to - 1);
        int length = Math.max(Math.max(lengths[q], lengths[q1]), Math.max(lengths[q2], lengths[q3]));
        int first = Math.min(Math.min(firsts[q], firsts[q1]), Math.min(firsts[q2], firsts[q3]));
        int from = first / LANES * LANES;
        int end = reserve(length);
        CachedNumbers numbers = cache.numbers();
        numbers.scoreFour(
                queries,
                q * headDim,
                q1 * headDim,
                q2 * headDim,
                q3 * headDim,
                cache.keysAt(head, from),
                from,
                end,
                scale,
                scores,
                stride);
        float f0 = 1 / softmax(0, from, end, firsts[q], lengths[q]);
        float f1 = 1 / softmax(stride, from, end, firsts[q1], lengths[q1]);
        float f2 = 1 / softmax(2 * stride, from, end, firsts[q2], lengths[q2]);
        float f3 = 1 / softmax(3 * stride, from, end, firsts[q3], lengths[q3]);
        int width = cache.width();
        for (int d = 0; d < width; d += Tiles.TILE) {
            int values = cache.valuesAt(head, from, d);
            int out0 = q * width + d;
            int out1 = q1 * width + d;
            int out2 = q2 * width + d;
            int out3 = q3 * width + d;
            numbers.weighFour(values, from, length, scores, stride, f0, f1, f2, f3, out, out0, out1, out2, out3);
        }
    }

    /** Makes room for scores of so many columns; returns them as whole vectors. */
    private int reserve(int columns) {
        int end = Lanes.whole(columns);
        if (stride < end) {
            stride = Lanes.whole(end + end / 2);
            scores = new float[TOGETHER * stride];
        }
        return end;
    }

    /** A query's scores to e^(score - greatest), 0 for columns that it does not see; returns their sum. */
    private float softmax(int at, int from, int end, int first, int length) {
        if (cap != 0) {
            for (int c = at + from; c < at + end; c += LANES) {
                VectorMath.capped(FloatVector.fromArray(Tiles.SPECIES, scores, c), cap)
                        .intoArray(scores, c);
            }
        }
        Arrays.fill(scores, at + from, at + first, UNSEEN);
        Arrays.fill(scores, at + length, at + end, UNSEEN);
        FloatVector greatest = FloatVector.broadcast(Tiles.SPECIES, UNSEEN);
        int last = Lanes.whole(length);
        for (int c = first / LANES * LANES; c < last; c += LANES) {
            greatest = greatest.max(FloatVector.fromArray(Tiles.SPECIES, scores, at + c));
        }
        float most = greatest.reduceLanes(VectorOperators.MAX);
        FloatVector sum = FloatVector.zero(Tiles.SPECIES);
        for (int c = first / LANES * LANES; c < last; c += LANES) {
            FloatVector e = VectorMath.exp(
                    FloatVector.fromArray(Tiles.SPECIES, scores, at + c).sub(most));
            e.intoArray(scores, at + c);
            sum = sum.add(e);
        }
        Arrays.fill(scores, at + from, at + first, 0);
        Arrays.fill(scores, at + length, at + end, 0);
        return VectorMath.sum(sum);
    }
}
