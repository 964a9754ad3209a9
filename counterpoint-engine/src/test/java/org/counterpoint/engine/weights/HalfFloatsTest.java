package org.counterpoint.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfFloatsTest {

    /** The definition of binary16, slow and plain. */
    private static double ofF16(int bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double magnitude = exponent == 0 ? fraction * 0x1p-24 : Math.scalb(1 + fraction / 1024.0, exponent - 15);
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }

    @Test
    void everyHalfFloatComesBackAndNeighboursRoundToTheNearest() {
        for (int bits = 0; bits < 0x7c00; bits++) {
            float value = (float) ofF16(bits);
            assertThat(HalfFloats.toF16(value) & 0xffff).isEqualTo(bits);
            assertThat(HalfFloats.toF16(-value) & 0xffff).isEqualTo(bits | 0x8000);
            assertThat(HalfFloats.fromF16((short) bits)).isEqualTo(value);
            assertThat(HalfFloats.fromF16((short) (bits | 0x8000))).isEqualTo(-value);
            if (bits + 1 < 0x7c00) {
                float middle = (float) ((ofF16(bits) + ofF16(bits + 1)) / 2);
                assertThat(HalfFloats.toF16(middle) & 0xffff).isEqualTo(bits % 2 == 0 ? bits : bits + 1);
                assertThat(HalfFloats.toF16(Math.nextUp(middle)) & 0xffff).isEqualTo(bits + 1);
                assertThat(HalfFloats.toF16(Math.nextDown(middle)) & 0xffff).isEqualTo(bits);
            }
        }
    }

    @Test
    void halfFloatsOverflowToInfinity() {
        assertThat(HalfFloats.toF16(65519.996f)).isEqualTo((short) 0x7bff);
        assertThat(HalfFloats.toF16(65520)).isEqualTo((short) 0x7c00);
        assertThat(HalfFloats.toF16(Float.NEGATIVE_INFINITY)).isEqualTo((short) 0xfc00);
        assertThat(HalfFloats.toF16(Float.NaN)).isEqualTo((short) 0x7e00);
        assertThat(HalfFloats.fromF16((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(HalfFloats.fromF16((short) 0x7e00)).isNaN();
    }

    @Test
    void brainFloatsRoundToNearestEven() {
        for (int bits = 0; bits < 0x7f7f; bits++) {
            assertThat(HalfFloats.toBf16(Float.intBitsToFloat(bits << 16))).isEqualTo((short) bits);
            int middle = bits << 16 | 0x8000;
            assertThat(HalfFloats.toBf16(Float.intBitsToFloat(middle)))
                    .isEqualTo((short) (bits % 2 == 0 ? bits : bits + 1));
            assertThat(HalfFloats.toBf16(Float.intBitsToFloat(middle - 1))).isEqualTo((short) bits);
            assertThat(HalfFloats.toBf16(Float.intBitsToFloat(middle + 1))).isEqualTo((short) (bits + 1));
        }
        assertThat(HalfFloats.toBf16(Float.NaN)).isEqualTo((short) 0x7fc0);
        assertThat(HalfFloats.toBf16(Float.MAX_VALUE)).isEqualTo((short) 0x7f80);
    }
}
