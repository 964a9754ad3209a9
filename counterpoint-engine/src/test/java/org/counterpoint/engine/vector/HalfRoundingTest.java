package org.counterpoint.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

class HalfRoundingTest {
    @Test
    void everyHalfComesBackAsItWas() {
        assumeThat(Vectors.available()).isTrue();
        short[] all = new short[0x1_0000 + 3];
        for (int i = 0; i < all.length; i++) {
            all[i] = (short) i;
        }
        float[] wide = new float[all.length];
        HalfRounding.widen(all, 0, all.length, wide, 0);
        for (int i = 0; i < all.length; i++) {
            assertThat(Float.floatToRawIntBits(wide[i])).isEqualTo(i << 16);
        }
        short[] again = new short[all.length];
        HalfRounding.round(wide, 0, wide.length, again, 0);
        assertThat(again).containsExactly(all);
    }

    @Test
    void roundsToTheNearestAndToEvenInTheMiddle() {
        assumeThat(Vectors.available()).isTrue();
        float[] numbers = {1 + 0x1p-8f, 1 + 3 * 0x1p-8f, 1 + 0x1.01p-8f, -1 - 0x1p-8f};
        short[] halves = new short[numbers.length];
        HalfRounding.round(numbers, 0, numbers.length, halves, 0);
        float[] rounded = new float[numbers.length];
        HalfRounding.widen(halves, 0, halves.length, rounded, 0);
        assertThat(rounded).containsExactly(1, 1 + 4 * 0x1p-8f, 1 + 0x1p-7f, -1);
    }
}
