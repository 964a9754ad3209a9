package org.counterpoint.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.Random;
import org.counterpoint.engine.vector.Vectors;
import org.junit.jupiter.api.Test;

class TokenWeightsTest {
    private static final TokenWeights PLAIN = new PlainWeights();

    /** Some that no vector is filled by, and some so unlikely that they weigh nothing. */
    private static float[] logits() {
        Random random = new Random(1);
        float[] logits = new float[1003];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (20 * random.nextGaussian());
        }
        logits[500] = Float.NEGATIVE_INFINITY;
        return logits;
    }

    @Test
    void vectorsComeToTheSameBits() {
        assumeThat(Vectors.available()).isTrue();
        TokenWeights vectors = new VectorWeights();
        float[] logits = logits();
        float greatest = PLAIN.greatest(logits);
        assertThat(vectors.greatest(logits)).isEqualTo(greatest);
        for (float temperature : new float[] {0.3f, 1, 7, Float.MIN_NORMAL, Float.MAX_VALUE}) {
            for (int from : new int[] {0, 3}) {
                float[] expected = new float[logits.length + 1];
                float[] actual = new float[logits.length + 1];
                float sum = PLAIN.weigh(logits, from, logits.length, greatest, temperature, expected, 1);
                assertThat(vectors.weigh(logits, from, logits.length, greatest, temperature, actual, 1))
                        .isEqualTo(sum);
                assertThat(actual).containsExactly(expected);
            }
        }
    }

    @Test
    void weightsAreThoseOfTheSoftmax() {
        float[] logits = logits();
        float greatest = PLAIN.greatest(logits);
        float[] weights = new float[logits.length];
        double sum = PLAIN.weigh(logits, 0, logits.length, greatest, 0.7f, weights, 0);
        double exact = 0;
        for (int i = 0; i < logits.length; i++) {
            double x = ((double) logits[i] - greatest) / 0.7f;
            exact += Math.exp(x);
            if (x < -88) {
                assertThat(weights[i]).isZero();
            } else if (x > -86) {
                assertThat(weights[i] / Math.exp(x)).isCloseTo(1, within(2e-5));
            }
        }
        assertThat(sum / exact).isCloseTo(1, within(1e-6));
    }

    @Test
    void theGreatestIsFoundWhereverItStands() {
        for (int at : new int[] {0, 15, 16, 31, 36}) {
            float[] logits = new float[37];
            Arrays.fill(logits, -5);
            logits[at] = -4;
            assertThat(TokenWeights.here().greatest(logits)).isEqualTo(-4);
        }
    }
}
