package org.counterpoint.engine.decode;

import jdk.incubator.vector.FloatVector;

/**
 * In fp32.
 *
 * @param headDim components of a key
 * @param width numbers between two columns' values
 * @param keys [heads, blocks of columns, headDim, lanes]
 * @param values [heads, columns, width]
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record FloatNumbers(int headDim, int width, float[] keys, float[] values) implements CachedNumbers {
    private static final int LANES = Tiles.LANES;

    static FloatNumbers none(int headDim, int width) {
        return new FloatNumbers(headDim, width, new float[0], new float[0]);
    }

    @Override
    public int ofWord() {
        return 1;
    }

    @Override
    public FloatNumbers withRoom(int heads, int room, int columns) {
        return new FloatNumbers(
                headDim, width, moved(keys, heads, headDim, room, columns), moved(values, heads, width, room, columns));
    }

    private static float[] moved(float[] from, int heads, int ofColumn, int room, int columns) {
        float[] into = new float[heads * ofColumn * room];
        int ofHead = from.length / heads;
        for (int head = 0; head < heads; head++) {
            System.arraycopy(from, head * ofHead, into, head * ofColumn * room, columns * ofColumn);
        }
        return into;
    }

    @Override
    public void put(int keyAt, float[] key, int valueAt, float[] value, int from) {
        for (int d = 0; d < headDim; d++) {
            keys[keyAt + d * LANES] = key[d];
        }
        System.arraycopy(value, from, values, valueAt, headDim);
    }

    @Override
    public void score(float[] query, int q, int keysAt, int from, int end, float scale, float[] scores) {
        int block = headDim * LANES;
        int at = keysAt;
        int column = from;
        for (; column + 4 * LANES <= end; column += 4 * LANES) {
            FloatVector s0 = FloatVector.zero(Tiles.SPECIES);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            for (int d = 0; d < headDim; d++) {
                FloatVector t = FloatVector.broadcast(Tiles.SPECIES, query[q + d]);
                int k = at + d * LANES;
                s0 = FloatVector.fromArray(Tiles.SPECIES, keys, k).fma(t, s0);
                s1 = FloatVector.fromArray(Tiles.SPECIES, keys, k + block).fma(t, s1);
                s2 = FloatVector.fromArray(Tiles.SPECIES, keys, k + 2 * block).fma(t, s2);
                s3 = FloatVector.fromArray(Tiles.SPECIES, keys, k + 3 * block).fma(t, s3);
            }
            s0.mul(scale).intoArray(scores, column);
            s1.mul(scale).intoArray(scores, column + LANES);
            s2.mul(scale).intoArray(scores, column + 2 * LANES);
            s3.mul(scale).intoArray(scores, column + 3 * LANES);
            at += 4 * block;
        }
        for (; column < end; column += LANES) {
            FloatVector s = FloatVector.zero(Tiles.SPECIES);
            for (int d = 0; d < headDim; d++) {
                FloatVector t = FloatVector.broadcast(Tiles.SPECIES, query[q + d]);
                s = FloatVector.fromArray(Tiles.SPECIES, keys, at + d * LANES).fma(t, s);
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
        int block = headDim * LANES;
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
            for (int d = 0; d < headDim; d++) {
                FloatVector u = FloatVector.fromArray(Tiles.SPECIES, keys, at + d * LANES);
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
            a = FloatVector.fromArray(Tiles.SPECIES, values, at).fma(t, a);
            b = FloatVector.fromArray(Tiles.SPECIES, values, at + LANES).fma(t, b);
            at += width;
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
