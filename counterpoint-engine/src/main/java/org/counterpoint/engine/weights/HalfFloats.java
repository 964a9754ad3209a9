package org.counterpoint.engine.weights;

/** Sixteen-bit floating point formats, rounded to nearest, ties to even. */
public final class HalfFloats {
    private HalfFloats() {}

    public static short toBf16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    /** IEEE 754 binary16; what is too large becomes infinite. */
    public static short toF16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x477ff000) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude >= 0x38800000) {
            int rebased = magnitude - 0x38000000;
            return (short) (sign | rebased + 0xfff + (rebased >>> 13 & 1) >>> 13);
        }
        // Subnormal: adding a half whose last place is 2^-24 makes the hardware round to that place.
        int rounded = Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) + 0.5f);
        return (short) (sign | rounded - 0x3f000000);
    }

    /** From IEEE 754 binary16, exactly. */
    public static float fromF16(short half) {
        int sign = (half & 0x8000) << 16;
        int magnitude = half & 0x7fff;
        if (magnitude >= 0x7c00) {
            return Float.intBitsToFloat(sign | 0x7f800000 | (magnitude & 0x3ff) << 13);
        }
        // With the exponent's bias not yet changed the number is 2^-112 of what it stands for, subnormal or not.
        float value = Float.intBitsToFloat(magnitude << 13) * 0x1p112f;
        return Float.intBitsToFloat(sign | Float.floatToRawIntBits(value));
    }
}
