package org.counterpoint.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the equations in doubles. */
class RowNormTest {
    private static final double EPS = 1e-2;
    private static final int AT = 5;

    @BeforeEach
    void needsVectors() {
        assumeThat(Vectors.available()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 83})
    void normsAndDifferentiates(int count) {
        Random random = new Random(count);
        float[] x = numbers(random, AT + count + 2);
        float[] dy = numbers(random, AT + count + 2);
        float[] weight = numbers(random, count);
        float[] byWeight = numbers(random, count);
        float scale = RowNorm.inverseScale(x, AT, count, EPS);
        float[] y = x.clone();
        RowNorm.apply(y, AT, scale, weight);
        float[] dx = dy.clone();
        float[] sums = byWeight.clone();
        RowNorm.backward(dx, x, AT, scale, weight, sums);

        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += (double) x[AT + i] * x[AT + i];
        }
        double inverse = 1 / Math.sqrt(squares / count + EPS);
        double mean = 0;
        for (int i = 0; i < count; i++) {
            mean += dy[AT + i] * weight[i] * x[AT + i] * inverse / count;
        }
        assertThat((double) scale).isCloseTo(inverse, within(1e-6 * inverse));
        for (int i = 0; i < count; i++) {
            double n = x[AT + i] * inverse;
            assertThat((double) y[AT + i]).isCloseTo(weight[i] * n, within(1e-5));
            assertThat((double) dx[AT + i]).isCloseTo((weight[i] * dy[AT + i] - n * mean) * inverse, within(2e-5));
            assertThat((double) sums[i]).isCloseTo(byWeight[i] + dy[AT + i] * n, within(1e-5));
        }
        assertThat(new float[] {y[AT - 1], y[AT + count]}).containsExactly(x[AT - 1], x[AT + count]);
        assertThat(new float[] {dx[AT - 1], dx[AT + count]}).containsExactly(dy[AT - 1], dy[AT + count]);
    }

    @Test
    void isTheSameBeforeAndAfterItIsCompiled() {
        Random random = new Random(3);
        float[] x = numbers(random, 83);
        float[] weight = numbers(random, 83);
        float[] first = differentiated(x, weight);
        int others = 0;
        for (int i = 0; i < 30_000; i++) {
            others += Arrays.equals(differentiated(x, weight), first) ? 0 : 1;
        }
        assertThat(others).isZero();
    }

    private static float[] differentiated(float[] x, float[] weight) {
        float[] dx = weight.clone();
        float scale = RowNorm.inverseScale(x, 0, x.length, EPS);
        RowNorm.backward(dx, x, 0, scale, weight, new float[x.length]);
        return dx;
    }

    private static float[] numbers(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
