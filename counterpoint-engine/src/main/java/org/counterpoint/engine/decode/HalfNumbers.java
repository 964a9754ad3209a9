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
            float[] query,
            int q0,
            int q1,
            int q2,
            int q3,
            int keysAt,
            int from,
            int end,
            float scale,
            float[] scores,
            int stride) {
        int block = pairs * LANES;
        int at = keysAt;
        for (int column = from; column < end; column += 2 * LANES) {
            // In the last round there may be one block only, which then is read twice.
            int second = column + LANES < end ? LANES : 0;
            int other = second == 0 ? at : at + block;
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
                FloatVector t = FloatVector.broadcast(Tiles.SPECIES, query[q0 + 2 * p]);
                a0 = u.fma(t, a0);
                b0 = v.fma(t, b0);
                t = FloatVector.broadcast(Tiles.SPECIES, query[q1 + 2 * p]);
                a1 = u.fma(t, a1);
                b1 = v.fma(t, b1);
                t = FloatVector.broadcast(Tiles.SPECIES, query[q2 + 2 * p]);
                a2 = u.fma(t, a2);
                b2 = v.fma(t, b2);
                t = FloatVector.broadcast(Tiles.SPECIES, query[q3 + 2 * p]);
                a3 = u.fma(t, a3);
                b3 = v.fma(t, b3);
                u = second(one);
                v = second(two);
                t = FloatVector.broadcast(Tiles.SPECIES, query[q0 + 2 * p + 1]);
                a0 = u.fma(t, a0);
                b0 = v.fma(t, b0);
                t = FloatVector.broadcast(Tiles.SPECIES, query[q1 + 2 * p + 1]);
                a1 = u.fma(t, a1);
                b1 = v.fma(t, b1);
                t = FloatVector.broadcast(Tiles.SPECIES, query[q2 + 2 * p + 1]);
                a2 = u.fma(t, a2);
                b2 = v.fma(t, b2);
                t = FloatVector.broadcast(Tiles.SPECIES, query[q3 + 2 * p + 1]);
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
            at += 2 * block;
        }
    }

    @Override
    public void weigh(int valuesAt, int from, int to, float[] scores, float factor, float[] out, int outAt) {
        int at = valuesAt;
        FloatVector a = FloatVector.zero(Tiles.SPECIES);
        FloatVector b = a;
        for (int column = from; column < to; column++) {
            FloatVector t = FloatVector.broadcast(Tiles.SPECIES, scores[column]);
            IntVector both = IntVector.fromArray(INTS, values, at);
            a = first(both).fma(t, a);
            b = second(both).fma(t, b);
            at += words;
        }
        a.mul(factor).intoArray(out, outAt);
        b.mul(factor).intoArray(out, outAt + LANES);
    }

    @Override
    public void weighFour(
            int valuesAt,
            int from,
            int to,
            float[] scores,
            int stride,
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
            IntVector both = IntVector.fromArray(INTS, values, at);
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
            at += words;
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
