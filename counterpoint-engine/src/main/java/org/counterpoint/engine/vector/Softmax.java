package org.counterpoint.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What a softmax consists of, over whole vectors of fp32 numbers.
 *
 * <p>The launchers tell the JVM to compile each of these methods by itself ({@code -XX:CompileCommand=dontinline}): where one becomes a
 * part of a long method, what may be put into that is used up, and the rest of its vectors become objects, at twice the time.
 */
public final class Softmax {
    /** A number so low that its share of a softmax is nothing, and no infinity. */
    public static final float UNSEEN = -1e30f;

    private static final int LANES = Lanes.COUNT;

    private Softmax() {}

    /** The greatest; none where one of them is no number. */
    public static float greatest(float[] x, int from, int to) {
        // One vector of maxima would wait for itself, several do not.
        FloatVector m0 = FloatVector.broadcast(Lanes.SPECIES, UNSEEN);
        FloatVector m1 = m0;
        FloatVector m2 = m0;
        FloatVector m3 = m0;
        int i = from;
        for (; i + 4 * LANES <= to; i += 4 * LANES) {
            m0 = m0.max(FloatVector.fromArray(Lanes.SPECIES, x, i));
            m1 = m1.max(FloatVector.fromArray(Lanes.SPECIES, x, i + LANES));
            m2 = m2.max(FloatVector.fromArray(Lanes.SPECIES, x, i + 2 * LANES));
            m3 = m3.max(FloatVector.fromArray(Lanes.SPECIES, x, i + 3 * LANES));
        }
        for (; i < to; i += LANES) {
            m0 = m0.max(FloatVector.fromArray(Lanes.SPECIES, x, i));
        }
        return m0.max(m1).max(m2.max(m3)).reduceLanes(VectorOperators.MAX);
    }

    /** The sum of e^(x - most); no number where {@code most} is none, of which the exponential would make one. */
    public static float sum(float[] x, int from, int to, float most) {
        FloatVector sum = FloatVector.zero(Lanes.SPECIES);
        for (int i = from; i < to; i += LANES) {
            sum = sum.add(
                    VectorMath.exp(FloatVector.fromArray(Lanes.SPECIES, x, i).sub(most)));
        }
        return Float.isFinite(most) ? VectorMath.sum(sum) : Float.NaN;
    }

    /** The same, with e^(x - most) in the numbers' place. */
    static float exponentials(float[] x, int from, int to, float most) {
        FloatVector sum = FloatVector.zero(Lanes.SPECIES);
        for (int i = from; i < to; i += LANES) {
            FloatVector e =
                    VectorMath.exp(FloatVector.fromArray(Lanes.SPECIES, x, i).sub(most));
            e.intoArray(x, i);
            sum = sum.add(e);
        }
        return Float.isFinite(most) ? VectorMath.sum(sum) : Float.NaN;
    }
}
