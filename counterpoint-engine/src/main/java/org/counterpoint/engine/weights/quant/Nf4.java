package org.counterpoint.engine.weights.quant;

/** The codes of 4-bit NormalFloat (arXiv 2305.14314, appendix E) in bitsandbytes' numbers, and which is nearest. */
public final class Nf4 {
    /** Numbers that share a scale. */
    public static final int BLOCK = 64;

    static final float[] CODES = {
        -1.0f,
        -0.6961928009986877f,
        -0.5250730514526367f,
        -0.39491748809814453f,
        -0.28444138169288635f,
        -0.18477343022823334f,
        -0.09105003625154495f,
        0.0f,
        0.07958029955625534f,
        0.16093020141124725f,
        0.24611230194568634f,
        0.33791524171829224f,
        0.44070982933044434f,
        0.5626170039176941f,
        0.7229568362236023f,
        1.0f
    };
    /** Halfway between codes: {@code BOUNDS[i]} between those of i and i + 1. */
    private static final float[] BOUNDS = bounds();

    /** Below this a block's greatest number is taken for this. */
    private static final float LEAST = 1e-38f;

    private Nf4() {}

    private static float[] bounds() {
        float[] bounds = new float[CODES.length - 1];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = (CODES[i] + CODES[i + 1]) / 2;
        }
        return bounds;
    }

    /** The nearest code of a number from -1 to 1; in the middle between two, the lower one. */
    static int nearest(float x) {
        int code = x > BOUNDS[7] ? 8 : 0;
        code += x > BOUNDS[code + 3] ? 4 : 0;
        code += x > BOUNDS[code + 1] ? 2 : 0;
        return code + (x > BOUNDS[code] ? 1 : 0);
    }

    /**
     * Quantises one block.
     *
     * @param values finite; those from {@code count} on are not read
     * @param count {@link #BLOCK}, or what is left at a matrix's end
     * @param codes gets one code a number
     * @return the block's scale, its greatest magnitude
     */
    static float quantise(float[] values, int count, byte[] codes) {
        float most = 0;
        for (int i = 0; i < count; i++) {
            most = Math.max(most, Math.abs(values[i]));
        }
        float divisor = Math.max(most, LEAST);
        float inverse = 1.0f / divisor;
        // bitsandbytes divides in a block that is not full, and multiplies in others; and keeps the scale as it is in
        // these.
        boolean full = count == BLOCK;
        for (int i = 0; i < count; i++) {
            float scaled = full ? values[i] * inverse : values[i] / divisor;
            codes[i] = (byte) nearest(Math.max(-1, Math.min(1, scaled)));
        }
        return full ? most : divisor;
    }
}
