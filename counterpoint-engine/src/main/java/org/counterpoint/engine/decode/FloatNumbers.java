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
            float[] queries, int q, int keysAt, int from, int end, float scale, float[] scores, int stride) {
        int q1 = q + headDim;
        int q2 = q1 + headDim;
        int q3 = q2 + headDim;
        int block = headDim * LANES;
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
            for (int d = 0; d < headDim; d++) {
                FloatVector u = FloatVector.fromArray(Tiles.SPECIES, keys, at + d * LANES);
                FloatVector v = FloatVector.fromArray(Tiles.SPECIES, keys, other + d * LANES);
                FloatVector t = FloatVector.broadcast(Tiles.SPECIES, queries[q + d]);
                a0 = u.fma(t, a0);
                b0 = v.fma(t, b0);
                t = FloatVector.broadcast(Tiles.SPECIES, queries[q1 + d]);
                a1 = u.fma(t, a1);
                b1 = v.fma(t, b1);
                t = FloatVector.broadcast(Tiles.SPECIES, queries[q2 + d]);
                a2 = u.fma(t, a2);
                b2 = v.fma(t, b2);
                t = FloatVector.broadcast(Tiles.SPECIES, queries[q3 + d]);
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
            a = FloatVector.fromArray(Tiles.SPECIES, values, next).fma(t, a);
            b = FloatVector.fromArray(Tiles.SPECIES, values, next + LANES).fma(t, b);
            next += width;
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
            FloatVector u = FloatVector.fromArray(Tiles.SPECIES, values, next);
            FloatVector v = FloatVector.fromArray(Tiles.SPECIES, values, next + LANES);
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
            next += width;
        }
        Tiles.store(a0, b0, a1, b1, a2, b2, a3, b3, sums, at, apart);
    }
}
