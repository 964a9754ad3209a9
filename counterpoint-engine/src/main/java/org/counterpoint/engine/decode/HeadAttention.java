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
        score(queries, q * headDim, cache, head, from, end);
        float sum = softmax(0, from, end, first, length);
        for (int d = 0; d < cache.width(); d += LANES) {
            weigh(cache, head, from, length, d, 1 / sum, out, q * cache.width() + d);
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
        scoreFour(
                queries,
                q * headDim,
                q1 * headDim,
                q2 * headDim,
                q3 * headDim,
                cache.keys(),
                cache.keysAt(head, from),
                from,
                end);
        float f0 = 1 / softmax(0, from, end, firsts[q], lengths[q]);
        float f1 = 1 / softmax(stride, from, end, firsts[q1], lengths[q1]);
        float f2 = 1 / softmax(2 * stride, from, end, firsts[q2], lengths[q2]);
        float f3 = 1 / softmax(3 * stride, from, end, firsts[q3], lengths[q3]);
        int width = cache.width();
        for (int d = 0; d < width; d += 2 * LANES) {
            int values = cache.valuesAt(head, from) + d;
            int out0 = q * width + d;
            int out1 = q1 * width + d;
            int out2 = q2 * width + d;
            int out3 = q3 * width + d;
            weighFour(cache.values(), values, width, from, length, f0, f1, f2, f3, out, out0, out1, out2, out3);
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

    private void score(float[] query, int queryAt, KeyValues cache, int head, int from, int end) {
        float[] keys = cache.keys();
        int column = from;
        for (; column + 4 * LANES <= end; column += 4 * LANES) {
            int k0 = cache.keysAt(head, column);
            int k1 = cache.keysAt(head, column + LANES);
            int k2 = cache.keysAt(head, column + 2 * LANES);
            int k3 = cache.keysAt(head, column + 3 * LANES);
            FloatVector s0 = FloatVector.zero(Tiles.SPECIES);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            for (int d = 0; d < headDim; d++) {
                FloatVector q = FloatVector.broadcast(Tiles.SPECIES, query[queryAt + d]);
                s0 = FloatVector.fromArray(Tiles.SPECIES, keys, k0 + d * LANES).fma(q, s0);
                s1 = FloatVector.fromArray(Tiles.SPECIES, keys, k1 + d * LANES).fma(q, s1);
                s2 = FloatVector.fromArray(Tiles.SPECIES, keys, k2 + d * LANES).fma(q, s2);
                s3 = FloatVector.fromArray(Tiles.SPECIES, keys, k3 + d * LANES).fma(q, s3);
            }
            s0.mul(scale).intoArray(scores, column);
            s1.mul(scale).intoArray(scores, column + LANES);
            s2.mul(scale).intoArray(scores, column + 2 * LANES);
            s3.mul(scale).intoArray(scores, column + 3 * LANES);
        }
        for (; column < end; column += LANES) {
            int k = cache.keysAt(head, column);
            FloatVector s = FloatVector.zero(Tiles.SPECIES);
            for (int d = 0; d < headDim; d++) {
                FloatVector q = FloatVector.broadcast(Tiles.SPECIES, query[queryAt + d]);
                s = FloatVector.fromArray(Tiles.SPECIES, keys, k + d * LANES).fma(q, s);
            }
            s.mul(scale).intoArray(scores, column);
        }
    }

    /** Scores of four queries; {@code k} is where the keys of column {@code from} begin. */
    private void scoreFour(float[] query, int q0, int q1, int q2, int q3, float[] keys, int k, int from, int end) {
        int block = headDim * LANES;
        int keysAt = k;
        for (int column = from; column < end; column += 2 * LANES) {
            // In the last round there may be one block only, which then is read twice.
            int second = column + LANES < end ? LANES : 0;
            int other = second == 0 ? keysAt : keysAt + block;
            FloatVector a0 = FloatVector.zero(Tiles.SPECIES);
            FloatVector a1 = a0;
            FloatVector a2 = a0;
            FloatVector a3 = a0;
            FloatVector b0 = a0;
            FloatVector b1 = a0;
            FloatVector b2 = a0;
            FloatVector b3 = a0;
            for (int d = 0; d < headDim; d++) {
                FloatVector u = FloatVector.fromArray(Tiles.SPECIES, keys, keysAt + d * LANES);
                FloatVector v = FloatVector.fromArray(Tiles.SPECIES, keys, other + d * LANES);
                FloatVector t = FloatVector.broadcast(Tiles.SPECIES, query[q0 + d]);
                a0 = u.fma(t, a0);
                b0 = v.fma(t, b0);
                t = FloatVector.broadcast(Tiles.SPECIES, query[q1 + d]);
                a1 = u.fma(t, a1);
                b1 = v.fma(t, b1);
                t = FloatVector.broadcast(Tiles.SPECIES, query[q2 + d]);
                a2 = u.fma(t, a2);
                b2 = v.fma(t, b2);
                t = FloatVector.broadcast(Tiles.SPECIES, query[q3 + d]);
                a3 = u.fma(t, a3);
                b3 = v.fma(t, b3);
            }
            a0.mul(scale).intoArray(scores, column);
            b0.mul(scale).intoArray(scores, column + second);
            a1.mul(scale).intoArray(scores, stride + column);
            b1.mul(scale).intoArray(scores, stride + column + second);
            a2.mul(scale).intoArray(scores, 2 * stride + column);
            b2.mul(scale).intoArray(scores, 2 * stride + column + second);
            a3.mul(scale).intoArray(scores, 3 * stride + column);
            b3.mul(scale).intoArray(scores, 3 * stride + column + second);
            keysAt += 2 * block;
        }
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

    /** The weighted sum of one vector of components of the values. */
    private void weigh(KeyValues cache, int head, int from, int to, int d, float factor, float[] out, int outAt) {
        float[] values = cache.values();
        int width = cache.width();
        int at = cache.valuesAt(head, from) + d;
        FloatVector sum = FloatVector.zero(Tiles.SPECIES);
        for (int column = from; column < to; column++) {
            FloatVector share = FloatVector.broadcast(Tiles.SPECIES, scores[column]);
            sum = FloatVector.fromArray(Tiles.SPECIES, values, at).fma(share, sum);
            at += width;
        }
        sum.mul(factor).intoArray(out, outAt);
    }

    /** The weighted sums of two vectors of components of the values, for four queries. */
    private void weighFour(
            float[] values,
            int valuesAt,
            int width,
            int from,
            int to,
            float f0,
            float f1,
            float f2,
            float f3,
            float[] out,
            int o0,
            int o1,
            int o2,
            int o3) {
        int at = valuesAt;
        int s1 = stride;
        int s2 = 2 * stride;
        int s3 = 3 * stride;
        FloatVector a0 = FloatVector.zero(Tiles.SPECIES);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector b3 = a0;
        for (int column = from; column < to; column++) {
            FloatVector u = FloatVector.fromArray(Tiles.SPECIES, values, at);
            FloatVector v = FloatVector.fromArray(Tiles.SPECIES, values, at + LANES);
            FloatVector t = FloatVector.broadcast(Tiles.SPECIES, scores[column]);
            a0 = u.fma(t, a0);
            b0 = v.fma(t, b0);
            t = FloatVector.broadcast(Tiles.SPECIES, scores[s1 + column]);
            a1 = u.fma(t, a1);
            b1 = v.fma(t, b1);
            t = FloatVector.broadcast(Tiles.SPECIES, scores[s2 + column]);
            a2 = u.fma(t, a2);
            b2 = v.fma(t, b2);
            t = FloatVector.broadcast(Tiles.SPECIES, scores[s3 + column]);
            a3 = u.fma(t, a3);
            b3 = v.fma(t, b3);
            at += width;
        }
        a0.mul(f0).intoArray(out, o0);
        b0.mul(f0).intoArray(out, o0 + LANES);
        a1.mul(f1).intoArray(out, o1);
        b1.mul(f1).intoArray(out, o1 + LANES);
        a2.mul(f2).intoArray(out, o2);
        b2.mul(f2).intoArray(out, o2 + LANES);
        a3.mul(f3).intoArray(out, o3);
        b3.mul(f3).intoArray(out, o3 + LANES);
    }
}
