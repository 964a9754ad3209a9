package org.counterpoint.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import jdk.incubator.vector.FloatVector;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class VectorMathTest {
    @Test
    void expIsWithinSomeUnitsInTheLastPlace() {
        assumeThat(Vectors.available()).isTrue();
        double worst = 0;
        for (float x = -87; x < 88; x += 0.00317f) {
            double actual =
                    VectorMath.exp(FloatVector.broadcast(Tiles.SPECIES, x)).lane(0);
            worst = Math.max(worst, Math.abs(actual / Math.exp(x) - 1));
        }
        assertThat(worst).isLessThan(2.5e-7);
    }

    @Test
    void expStaysFiniteBeyondItsRange() {
        assumeThat(Vectors.available()).isTrue();
        assertThat(VectorMath.exp(FloatVector.broadcast(Tiles.SPECIES, -1e30f)).lane(0))
                .isBetween(0f, 2e-38f);
        assertThat(VectorMath.exp(FloatVector.broadcast(Tiles.SPECIES, 1e30f)).lane(0))
                .isLessThan(Float.POSITIVE_INFINITY);
    }

    @Test
    void gatedIsSiluTimesUp() {
        assumeThat(Vectors.available()).isTrue();
        for (float gate : new float[] {-100, -3, -0.1f, 0.2f, 5, 100}) {
            FloatVector result = VectorMath.gated(
                    FloatVector.broadcast(Tiles.SPECIES, gate), FloatVector.broadcast(Tiles.SPECIES, 2));
            double expected = 2 * gate / (1 + Math.exp(-gate));
            if (gate < -80) {
                assertThat(Math.abs(result.lane(0))).isLessThan(1e-35f);
            } else {
                assertThat((double) result.lane(0)).isCloseTo(expected, Percentage.withPercentage(1e-4));
            }
        }
    }
}
