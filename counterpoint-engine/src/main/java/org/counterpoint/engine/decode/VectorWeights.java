package org.counterpoint.engine.decode;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.counterpoint.engine.vector.VectorMath;

/** A vector at a time. */
record VectorWeights() implements TokenWeights {
    @Override
    public float greatest(float[] logits) {
        FloatVector greatest = FloatVector.broadcast(Tiles.SPECIES, Float.NEGATIVE_INFINITY);
        int vectors = Tiles.SPECIES.loopBound(logits.length);
        for (int i = 0; i < vectors; i += Tiles.LANES) {
            greatest = greatest.max(FloatVector.fromArray(Tiles.SPECIES, logits, i));
        }
        float most = greatest.reduceLanes(VectorOperators.MAX);
        for (int i = vectors; i < logits.length; i++) {
            most = Math.max(most, logits[i]);
        }
        return most;
    }

    @Override
    public float weigh(float[] logits, int from, int to, float greatest, float temperature, float[] into, int at) {
        int whole = (to - from) / SUMS * SUMS;
        float[] sums = new float[SUMS];
        for (int first = 0; first < SUMS; first += Tiles.LANES) {
            FloatVector sum = FloatVector.zero(Tiles.SPECIES);
            for (int i = first; i < whole; i += SUMS) {
                FloatVector x = FloatVector.fromArray(Tiles.SPECIES, logits, from + i)
                        .sub(greatest)
                        .div(temperature);
                FloatVector weight = VectorMath.exp(x).blend(0, x.compare(VectorOperators.LT, VectorMath.LEAST));
                weight.intoArray(into, at + i);
                sum = sum.add(weight);
            }
            sum.intoArray(sums, first);
        }
        PlainWeights.add(logits, from + whole, to, greatest, temperature, into, at + whole, sums);
        return PlainWeights.sum(sums);
    }
}
