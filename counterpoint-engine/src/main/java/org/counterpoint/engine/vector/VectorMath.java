package org.counterpoint.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import org.counterpoint.engine.arch.Activation;

/** Element-wise functions on fp32 vectors, the same to the bit on every machine. */
public final class VectorMath {
    public static final float LOG2_E = 1.442695041f;
    /** The natural logarithm of 2 as a sum, the first part so short that its small multiples are exact. */
    public static final float LN2_HIGH = 0.693359375f;

    public static final float LN2_LOW = -2.12194440e-4f;
    /** Adding 1.5 * 2^23 rounds to a whole number, which then stands in the lowest bits. */
    public static final float ROUNDER = 12_582_912f;

    private static final float SQRT_2_BY_PI = 0.7978845608f;

    public static final int MANTISSA_BITS = 23;
    public static final float LEAST = -87f;
    public static final float MOST = 88f;

    private static final VectorShuffle<Float> BY_1 = shifted(1);
    private static final VectorShuffle<Float> BY_2 = shifted(2);
    private static final VectorShuffle<Float> BY_4 = shifted(4);
    private static final VectorShuffle<Float> BY_8 = shifted(8);

    private VectorMath() {}

    /**
     * e^x to about 1e-7 relative, for x from -87 to 88; beyond, the value at the nearer end. x = n ln 2 + r with |r| at
     * most half of ln 2, and e^r is its Taylor polynomial of degree 7.
     */
    public static FloatVector exp(FloatVector x) {
        FloatVector within = x.max(LEAST).min(MOST);
        FloatVector rounded = within.mul(LOG2_E).add(ROUNDER);
        FloatVector n = rounded.sub(ROUNDER);
        FloatVector r = n.mul(-LN2_HIGH).add(within).sub(n.mul(LN2_LOW));
        FloatVector p = r.mul(1f / 5040).add(1f / 720);
        p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 1f / 120));
        p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 1f / 24));
        p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 1f / 6));
        p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 0.5f));
        p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 1f));
        p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 1f));
        return p.reinterpretAsInts()
                .add(rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS))
                .reinterpretAsFloats();
    }

    /**
     * The sum of a vector's numbers, halves onto halves. {@code reduceLanes} promises no order, and JDK 25 takes one as long as it
     * interprets and another once it has compiled.
     */
    public static float sum(FloatVector x) {
        FloatVector sum = x;
        if (Lanes.COUNT >= 16) {
            sum = sum.add(sum.rearrange(BY_8));
        }
        if (Lanes.COUNT >= 8) {
            sum = sum.add(sum.rearrange(BY_4));
        }
        sum = sum.add(sum.rearrange(BY_2));
        sum = sum.add(sum.rearrange(BY_1));
        return sum.lane(0);
    }

    private static VectorShuffle<Float> shifted(int by) {
        return VectorShuffle.fromOp(Lanes.SPECIES, lane -> (lane + by) % Lanes.COUNT);
    }

    /** tanh(x) = 1 - 2 / (1 + e^2x) to about 1e-7. */
    public static FloatVector tanh(FloatVector x) {
        FloatVector share =
                FloatVector.broadcast(Lanes.SPECIES, 2f).div(exp(x.mul(2f)).add(1f));
        return share.neg().add(1f);
    }

    /** {@code cap * tanh(x / cap)}. */
    public static FloatVector capped(FloatVector x, float cap) {
        return tanh(x.div(cap)).mul(cap);
    }

    /**
     * The activation of gates times ups, which come a vector of the one and a vector of the other in turn, from {@code at} on.
     *
     * @param count of gates, whole vectors
     */
    public static void gate(Activation activation, float[] gatesAndUps, int at, float[] into, int count) {
        switch (activation) {
            case SILU -> gateBySilu(gatesAndUps, at, into, count);
            case GELU_TANH -> gateByGelu(gatesAndUps, at, into, count);
        }
    }

    /** silu(gate) * up = gate * up / (1 + e^-gate). */
    private static void gateBySilu(float[] gatesAndUps, int at, float[] into, int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector gate = FloatVector.fromArray(Lanes.SPECIES, gatesAndUps, at + 2 * i);
            FloatVector up = FloatVector.fromArray(Lanes.SPECIES, gatesAndUps, at + 2 * i + Lanes.COUNT);
            gate.mul(up).div(exp(gate.neg()).add(1f)).intoArray(into, i);
        }
    }

    private static void gateByGelu(float[] gatesAndUps, int at, float[] into, int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector gate = FloatVector.fromArray(Lanes.SPECIES, gatesAndUps, at + 2 * i);
            FloatVector up = FloatVector.fromArray(Lanes.SPECIES, gatesAndUps, at + 2 * i + Lanes.COUNT);
            FloatVector inner = gate.mul(gate).mul(0.044715f).add(1f).mul(gate).mul(SQRT_2_BY_PI);
            tanh(inner).add(1f).mul(gate).mul(0.5f).mul(up).intoArray(into, i);
        }
    }

    /** Adds numbers times {@code scale} to others. */
    public static void addScaled(float[] from, int at, float scale, float[] into, int to, int count) {
        int whole = Lanes.SPECIES.loopBound(count);
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector added =
                    FloatVector.fromArray(Lanes.SPECIES, from, at + i).mul(scale);
            FloatVector.fromArray(Lanes.SPECIES, into, to + i).add(added).intoArray(into, to + i);
        }
        for (int i = whole; i < count; i++) {
            into[to + i] += scale * from[at + i];
        }
    }

    /** Multiplies whole vectors of numbers by a factor, in place. */
    public static void scale(float[] x, int at, int count, float factor) {
        for (int i = at; i < at + count; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, x, i).mul(factor).intoArray(x, i);
        }
    }

    /** The products of numbers, each times {@code scale}, with weights. */
    public static void scaled(float[] from, int at, float scale, float[] weights, float[] into) {
        int whole = Lanes.SPECIES.loopBound(weights.length);
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, from, at + i)
                    .mul(scale)
                    .mul(FloatVector.fromArray(Lanes.SPECIES, weights, i))
                    .intoArray(into, i);
        }
        for (int i = whole; i < weights.length; i++) {
            into[i] = from[at + i] * scale * weights[i];
        }
    }

    /** Turns {@code half} pairs of numbers, which are so many apart, by angles. */
    public static void rotate(float[] numbers, int at, int half, float[] cos, float[] sin, int angles) {
        int whole = Lanes.SPECIES.loopBound(half);
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector a = FloatVector.fromArray(Lanes.SPECIES, numbers, at + i);
            FloatVector b = FloatVector.fromArray(Lanes.SPECIES, numbers, at + half + i);
            FloatVector c = FloatVector.fromArray(Lanes.SPECIES, cos, angles + i);
            FloatVector s = FloatVector.fromArray(Lanes.SPECIES, sin, angles + i);
            a.mul(c).sub(b.mul(s)).intoArray(numbers, at + i);
            b.mul(c).add(a.mul(s)).intoArray(numbers, at + half + i);
        }
        for (int i = whole; i < half; i++) {
            float a = numbers[at + i];
            float b = numbers[at + half + i];
            numbers[at + i] = a * cos[angles + i] - b * sin[angles + i];
            numbers[at + half + i] = b * cos[angles + i] + a * sin[angles + i];
        }
    }
}
