package org.counterpoint.engine.decode;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** One query against the keys and values of its row: softmax(q k^T / sqrt(headDim)) v. */
final class HeadAttention {
    private static final int LANES = Tiles.LANES;
    /** A score so low that its share of the softmax is nothing, and no infinity. */
    private static final float UNSEEN = -1e30f;

    private final int headDim;
    private final float scale;
    private float[] scores = new float[0];

    HeadAttention(int headDim) {
        this.headDim = headDim;
        this.scale = (float) (1 / Math.sqrt(headDim));
    }

    /**
     * @param head of the keys and values
     * @param first the first column that is seen; the last one is the row's last
     * @param out [headDim] from {@code outAt}, filled up to whole vectors
     */
    void attend(float[] query, int queryAt, KeyValues cache, int head, int first, float[] out, int outAt) {
        int length = cache.length();
        int from = first / LANES * LANES;
        int end = (length + LANES - 1) / LANES * LANES;
        if (scores.length < end) {
            scores = new float[end + end / 2];
        }
        score(query, queryAt, cache, head, from, end);
        Arrays.fill(scores, from, first, UNSEEN);
        Arrays.fill(scores, length, end, UNSEEN);
        float sum = softmax(from, end);
        for (int d = 0; d < cache.width(); d += LANES) {
            weigh(cache, head, first, length, d, out, outAt + d, 1 / sum);
        }
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

    /** Scores to e^(score - greatest); returns their sum. */
    private float softmax(int from, int end) {
        FloatVector greatest = FloatVector.broadcast(Tiles.SPECIES, UNSEEN);
        for (int c = from; c < end; c += LANES) {
            greatest = greatest.max(FloatVector.fromArray(Tiles.SPECIES, scores, c));
        }
        float most = greatest.reduceLanes(VectorOperators.MAX);
        FloatVector sum = FloatVector.zero(Tiles.SPECIES);
        for (int c = from; c < end; c += LANES) {
            FloatVector e = VectorMath.exp(
                    FloatVector.fromArray(Tiles.SPECIES, scores, c).sub(most));
            e.intoArray(scores, c);
            sum = sum.add(e);
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    /** The weighted sum of one vector of components of the values. */
    private void weigh(KeyValues cache, int head, int first, int length, int d, float[] out, int outAt, float factor) {
        FloatVector sum = FloatVector.zero(Tiles.SPECIES);
        for (int column = first; column < length; ) {
            int end = Math.min(length, (column / LANES + 1) * LANES);
            sum = sum.add(weighBlock(cache, head, column, end, d));
            column = end;
        }
        sum.mul(factor).intoArray(out, outAt);
    }

    private FloatVector weighBlock(KeyValues cache, int head, int from, int to, int d) {
        float[] values = cache.values();
        int at = cache.valuesAt(head, from) + d;
        int width = cache.width();
        FloatVector sum = FloatVector.zero(Tiles.SPECIES);
        for (int column = from; column < to; column++) {
            FloatVector share = FloatVector.broadcast(Tiles.SPECIES, scores[column]);
            sum = FloatVector.fromArray(Tiles.SPECIES, values, at).fma(share, sum);
            at += width;
        }
        return sum;
    }
}
