package org.counterpoint.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.assertj.core.data.Percentage;
import org.counterpoint.engine.arch.Activation;
import org.junit.jupiter.api.Test;

class VectorMathTest {
    @Test
    void expIsWithinSomeUnitsInTheLastPlace() {
        assumeThat(Vectors.available()).isTrue();
        double worst = 0;
        for (float x = -87; x < 88; x += 0.00317f) {
            double actual =
                    VectorMath.exp(FloatVector.broadcast(Lanes.SPECIES, x)).lane(0);
            worst = Math.max(worst, Math.abs(actual / Math.exp(x) - 1));
        }
        assertThat(worst).isLessThan(2.5e-7);
    }

    @Test
    void expStaysFiniteBeyondItsRange() {
        assumeThat(Vectors.available()).isTrue();
        assertThat(VectorMath.exp(FloatVector.broadcast(Lanes.SPECIES, -1e30f)).lane(0))
                .isBetween(0f, 2e-38f);
        assertThat(VectorMath.exp(FloatVector.broadcast(Lanes.SPECIES, 1e30f)).lane(0))
                .isLessThan(Float.POSITIVE_INFINITY);
    }

    @Test
    void gatedIsSiluTimesUp() {
        assumeThat(Vectors.available()).isTrue();
        for (float gate : new float[] {-100, -3, -0.1f, 0.2f, 5, 100}) {
            float[] gateAndUp = new float[2 * Lanes.COUNT];
            Arrays.fill(gateAndUp, 0, Lanes.COUNT, gate);
            Arrays.fill(gateAndUp, Lanes.COUNT, 2 * Lanes.COUNT, 2);
            float[] result = new float[Lanes.COUNT];
            VectorMath.gate(Activation.SILU, gateAndUp, 0, result, Lanes.COUNT);
            double expected = 2 * gate / (1 + Math.exp(-gate));
            if (gate < -80) {
                assertThat(Math.abs(result[0])).isLessThan(1e-35f);
            } else {
                assertThat((double) result[0]).isCloseTo(expected, Percentage.withPercentage(1e-4));
            }
        }
    }

    /** What is left over behind whole vectors too. */
    @Test
    void rowsAreScaledAddedAndTurned() {
        assumeThat(Vectors.available()).isTrue();
        int count = 2 * Lanes.COUNT + 3;
        float[] numbers = numbers(2 * count + 1);
        float[] weights = numbers(count);
        float[] scaled = new float[count];
        VectorMath.scaled(numbers, 1, 3, weights, scaled);
        float[] sums = numbers.clone();
        VectorMath.addScaled(weights, 0, 0.5f, sums, 1, count);
        float[] turned = numbers.clone();
        VectorMath.rotate(turned, 1, count, weights, scaled, 0);
        for (int i = 0; i < count; i++) {
            assertThat(scaled[i]).isEqualTo(numbers[1 + i] * 3 * weights[i]);
            assertThat(sums[1 + i]).isEqualTo(numbers[1 + i] + 0.5f * weights[i]);
            float a = numbers[1 + i];
            float b = numbers[1 + count + i];
            assertThat(turned[1 + i]).isEqualTo(a * weights[i] - b * scaled[i]);
            assertThat(turned[1 + count + i]).isEqualTo(b * weights[i] + a * scaled[i]);
        }
        assertThat(sums[0]).isEqualTo(numbers[0]);
        assertThat(sums[1 + count]).isEqualTo(numbers[1 + count]);
    }

    private static float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (i * 37 % 101 - 50) / 16f;
        }
        return numbers;
    }

    @Test
    void aSumIsTheSameBeforeAndAfterItIsCompiled() {
        assumeThat(Vectors.available()).isTrue();
        float[] numbers = new float[Lanes.COUNT];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) Math.sin(i + 1) * (1 << i);
        }
        float interpreted = VectorMath.sum(FloatVector.fromArray(Lanes.SPECIES, numbers, 0));
        int others = 0;
        for (int i = 0; i < 300_000; i++) {
            others += VectorMath.sum(FloatVector.fromArray(Lanes.SPECIES, numbers, 0)) == interpreted ? 0 : 1;
        }
        assertThat(others).isZero();
        Arrays.fill(numbers, 1.5f);
        assertThat(VectorMath.sum(FloatVector.fromArray(Lanes.SPECIES, numbers, 0)))
                .isEqualTo(1.5f * Lanes.COUNT);
    }
}
