package org.counterpoint.engine.decode;

import org.counterpoint.engine.vector.VectorMath;

/** Number by number, where there are no vectors. */
record PlainWeights() implements TokenWeights {
    @Override
    public float greatest(float[] logits) {
        float greatest = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            greatest = Math.max(greatest, logit);
        }
        return greatest;
    }

    @Override
    public float weigh(float[] logits, int from, int to, float greatest, float temperature, float[] into, int at) {
        float[] sums = new float[SUMS];
        add(logits, from, to, greatest, temperature, into, at, sums);
        return sum(sums);
    }

    /** Weighs tokens and adds each one's weight to its sum; the first token's is the first. */
    static void add(
            float[] logits, int from, int to, float greatest, float temperature, float[] into, int at, float[] sums) {
        for (int i = 0; i < to - from; i++) {
            float x = (logits[from + i] - greatest) / temperature;
            into[at + i] = x < VectorMath.LEAST ? 0 : exp(x);
            sums[i % SUMS] += into[at + i];
        }
    }

    static float sum(float[] sums) {
        float sum = 0;
        for (float one : sums) {
            sum += one;
        }
        return sum;
    }

    /** {@link VectorMath#exp} of one number. */
    static float exp(float x) {
        float within = Math.min(Math.max(x, VectorMath.LEAST), VectorMath.MOST);
        float rounded = within * VectorMath.LOG2_E + VectorMath.ROUNDER;
        float n = rounded - VectorMath.ROUNDER;
        float r = n * -VectorMath.LN2_HIGH + within - n * VectorMath.LN2_LOW;
        float p = r * (1f / 5040) + 1f / 720;
        p = Math.fma(p, r, 1f / 120);
        p = Math.fma(p, r, 1f / 24);
        p = Math.fma(p, r, 1f / 6);
        p = Math.fma(p, r, 0.5f);
        p = Math.fma(p, r, 1f);
        p = Math.fma(p, r, 1f);
        int shift = Float.floatToRawIntBits(rounded) << VectorMath.MANTISSA_BITS;
        return Float.intBitsToFloat(Float.floatToRawIntBits(p) + shift);
    }
}
