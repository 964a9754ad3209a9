package org.counterpoint.engine.decode;

import static org.counterpoint.engine.vector.HalfRounding.first;
import static org.counterpoint.engine.vector.HalfRounding.second;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import org.counterpoint.engine.vector.HalfRounding;

/**
 * In bf16: an int holds two components of a key, the first in its lower half; of a value, what stands in the first vector of a tile and
 * in the second.
 *
 * @param pairs of components of a key, all of them
 * @param words between two columns' values
 * @param keys [heads, blocks of columns, pairs, lanes]
 * @param values [heads, columns, words]
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record HalfNumbers(int pairs, int words, int[] keys, int[] values) implements CachedNumbers {
    private static final VectorSpecies<Integer> INTS = Tiles.SPECIES.withLanes(int.class);
    private static final int LANES = Tiles.LANES;

    static HalfNumbers none(int headDim, int width) {
        return new HalfNumbers(headDim / 2, width / 2, new int[0], new int[0]);
    }

    @Override
    public int ofWord() {
        return 2;
    }

    @Override
    public HalfNumbers withRoom(int heads, int room, int columns) {
        return new HalfNumbers(
                pairs, words, moved(keys, heads, pairs, room, columns), moved(values, heads, words, room, columns));
    }

    private static int[] moved(int[] from, int heads, int ofColumn, int room, int columns) {
        int[] into = new int[heads * ofColumn * room];
        int ofHead = from.length / heads;
        for (int head = 0; head < heads; head++) {
            System.arraycopy(from, head * ofHead, into, head * ofColumn * room, columns * ofColumn);
        }
        return into;
    }

    @Override
    public void put(int keyAt, float[] key, int valueAt, float[] value, int from) {
        for (int p = 0; p < pairs; p++) {
            keys[keyAt + p * LANES] = HalfRounding.both(key[2 * p], key[2 * p + 1]);
        }
        int numbers = 2 * pairs;
        for (int d = 0; d < numbers; d += Tiles.TILE) {
            for (int i = d; i < Math.min(numbers, d + LANES); i++) {
                float other = i + LANES < numbers ? value[from + i + LANES] : 0;
                values[valueAt + d / 2 + i - d] = HalfRounding.both(value[from + i], other);
            }
        }
    }

    @Override
    public void score(float[] query, int q, int keysAt, int from, int end, float scale, float[] scores) {
        int block = pairs * LANES;
        int at = keysAt;
        int column = from;
        for (; column + 4 * LANES <= end; column += 4 * LANES) {
            FloatVector s0 = FloatVector.zero(Tiles.SPECIES);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            for (int p = 0; p < pairs; p++) {
                FloatVector t = FloatVector.broadcast(Tiles.SPECIES, query[q + 2 * p]);
                FloatVector u = FloatVector.broadcast(Tiles.SPECIES, query[q + 2 * p + 1]);
                int k = at + p * LANES;
                IntVector both = IntVector.fromArray(INTS, keys, k);
                s0 = second(both).fma(u, first(both).fma(t, s0));
                both = IntVector.fromArray(INTS, keys, k + block);
                s1 = second(both).fma(u, first(both).fma(t, s1));
                both = IntVector.fromArray(INTS, keys, k + 2 * block);
                s2 = second(both).fma(u, first(both).fma(t, s2));
                both = IntVector.fromArray(INTS, keys, k + 3 * block);
                s3 = second(both).fma(u, first(both).fma(t, s3));
            }
            s0.mul(scale).intoArray(scores, column);
            s1.mul(scale).intoArray(scores, column + LANES);
            s2.mul(scale).intoArray(scores, column + 2 * LANES);
            s3.mul(scale).intoArray(scores, column + 3 * LANES);
            at += 4 * block;
        }
        for (; column < end; column += LANES) {
            FloatVector s = FloatVector.zero(Tiles.SPECIES);
            for (int p = 0; p < pairs; p++) {
                FloatVector t = FloatVector.broadcast(Tiles.SPECIES, query[q + 2 * p]);
                FloatVector u = FloatVector.broadcast(Tiles.SPECIES, query[q + 2 * p + 1]);
                IntVector both = IntVector.fromArray(INTS, keys, at + p * LANES);
                s = second(both).fma(u, first(both).fma(t, s));
            }
            s.mul(scale).intoArray(scores, column);
            at += block;
        }
    }

    @Override
    public void scoreFour(
            float[] queries, int q, int keysAt, int from, int end, float scale, float[] scores, int stride) {
        int q1 = q + 2 * pairs;
        int q2 = q1 + 2 * pairs;
        int q3 = q2 + 2 * pairs;
        int block = pairs * LANES;
        int at = keysAt;
        for (int column = from; column < end; column += 2 * LANES) {
            // In the last round there may be one block only, which then is read twice.
            int other = column + LANES < end ? at + block : at;
            FloatVector a0 = FloatVector.zero(Tiles.SPECIES);
            FloatVector a1 = a0;
            FloatVector a2 = a0;
            FloatVector a3 = a0;
            FloatVector b0 = a0;
            FloatVector b1 = a0;
            FloatVector b2 = a0;
            FloatVector b3 = a0;
            for (int p = 0; p < pairs; p++) {
                IntVector one = IntVector.fromArray(INTS, keys, at + p * LANES);
                IntVector two = IntVector.fromArray(INTS, keys, other + p * LANES);
                FloatVector u = first(one);
                FloatVector v = first(two);
                FloatVector t = FloatVector.broadcast(Tiles.SPECIES, queries[q + 2 * p]);
                a0 = u.fma(t, a0);
                b0 = v.fma(t, b0);
                t = FloatVector.broadcast(Tiles.SPECIES, queries[q1 + 2 * p]);
                a1 = u.fma(t, a1);
                b1 = v.fma(t, b1);
                t = FloatVector.broadcast(Tiles.SPECIES, queries[q2 + 2 * p]);
                a2 = u.fma(t, a2);
                b2 = v.fma(t, b2);
                t = FloatVector.broadcast(Tiles.SPECIES, queries[q3 + 2 * p]);
                a3 = u.fma(t, a3);
                b3 = v.fma(t, b3);
                u = second(one);
                v = second(two);
                t = FloatVector.broadcast(Tiles.SPECIES, queries[q + 2 * p + 1]);
                a0 = u.fma(t, a0);
                b0 = v.fma(t, b0);
                t = FloatVector.broadcast(Tiles.SPECIES, queries[q1 + 2 * p + 1]);
                a1 = u.fma(t, a1);
                b1 = v.fma(t, b1);
                t = FloatVector.broadcast(Tiles.SPECIES, queries[q2 + 2 * p + 1]);
                a2 = u.fma(t, a2);
                b2 = v.fma(t, b2);
                t = FloatVector.broadcast(Tiles.SPECIES, queries[q3 + 2 * p + 1]);
                a3 = u.fma(t, a3);
                b3 = v.fma(t, b3);
            }
            Tiles.store(
                    a0.mul(scale),
                    b0.mul(scale),
                    a1.mul(scale),
                    b1.mul(scale),
                    a2.mul(scale),
                    b2.mul(scale),
                    a3.mul(scale),
                    b3.mul(scale),
                    scores,
                    column,
                    stride);
            at += 2 * block;
        }
    }

    @Override
    public void weigh(int valuesAt, int from, int to, float[] scores, float[] sums, int at) {
        int next = valuesAt;
        FloatVector a = FloatVector.zero(Tiles.SPECIES);
        FloatVector b = a;
        for (int column = from; column < to; column++) {
            FloatVector t = FloatVector.broadcast(Tiles.SPECIES, scores[column]);
            IntVector both = IntVector.fromArray(INTS, values, next);
            a = first(both).fma(t, a);
            b = second(both).fma(t, b);
            next += words;
        }
        a.intoArray(sums, at);
        b.intoArray(sums, at + LANES);
    }

    @Override
    public void weighFour(int valuesAt, int from, int to, float[] scores, int stride, float[] sums, int at, int apart) {
        int next = valuesAt;
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
            IntVector both = IntVector.fromArray(INTS, values, next);
            FloatVector u = first(both);
            FloatVector v = second(both);
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
            next += words;
        }
        Tiles.store(a0, b0, a1, b1, a2, b2, a3, b3, sums, at, apart);
    }
}
