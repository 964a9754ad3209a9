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
     * @param queries [count filled up to whole fours, headDim]
     * @param firsts the first column that each query sees
     * @param lengths the column after the last that it sees
     * @param out [as many, cache.width()]; rows beyond {@code count} are overwritten too
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
        int at = q * cache.width();
        CachedNumbers numbers = cache.numbers();
        numbers.score(queries, q * headDim, cache.keysAt(head, from), from, end, scale, scores);
        float sum = softmax(0, from, end, first, length);
        for (int d = 0; d < cache.width(); d += Tiles.TILE) {
            numbers.weigh(cache.valuesAt(head, from, d), from, length, scores, out, at + d);
        }
        VectorMath.scale(out, at, cache.width(), 1 / sum);
    }

    /** Four are computed where there are fewer too; the others come to nothing. */
    private void several(
            float[] queries, int q, int to, int[] firsts, int[] lengths, KeyValues cache, int head, float[] out) {
        int first = firsts[q];
        int length = lengths[q];
        for (int i = q + 1; i < to; i++) {
            first = Math.min(first, firsts[i]);
            length = Math.max(length, lengths[i]);
        }
        int from = first / LANES * LANES;
        int end = reserve(length);
        int width = cache.width();
        CachedNumbers numbers = cache.numbers();
        numbers.scoreFour(queries, q * headDim, cache.keysAt(head, from), from, end, scale, scores, stride);
        float[] sums = new float[TOGETHER];
        for (int i = q; i < to; i++) {
            sums[i - q] = softmax((i - q) * stride, from, end, firsts[i], lengths[i]);
        }
        for (int d = 0; d < width; d += Tiles.TILE) {
            numbers.weighFour(cache.valuesAt(head, from, d), from, length, scores, stride, out, q * width + d, width);
        }
        for (int i = q; i < to; i++) {
            VectorMath.scale(out, i * width, width, 1 / sums[i - q]);
        }
    }

    /** Makes room for scores of so many columns, and a vector more; returns them as whole vectors. */
    private int reserve(int columns) {
        int end = Lanes.whole(columns);
        if (stride < end + LANES) {
            stride = Lanes.whole(end + end / 2) + LANES;
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
