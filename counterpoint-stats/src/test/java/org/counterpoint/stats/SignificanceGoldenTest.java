package org.counterpoint.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Against statsmodels, SciPy and R. */
class SignificanceGoldenTest {

    @Test
    void mcNemar() {
        for (JsonNode golden : Golden.PYTHON.get("mcnemar")) {
            TestResult ours =
                    McNemar.exact(golden.get("b").asInt(), golden.get("c").asInt());
            assertThat(ours.p()).isCloseTo(golden.get("p").asDouble(), within(1e-12));
        }
        assertThat(McNemar.exact(12, 25).p()).isCloseTo(Golden.R.get("mcnemar").asDouble(), within(1e-12));
    }

    @Test
    void signFlips() {
        for (JsonNode golden : Golden.PYTHON.get("permutation")) {
            double[] first = Golden.numbers(golden.get("first"));
            TestResult ours = PairedPermutation.test(first, Golden.numbers(golden.get("second")), 1);
            boolean exact = ours.method().endsWith("exact");
            assertThat(ours.statistic()).isCloseTo(golden.get("statistic").asDouble(), within(1e-12));
            assertThat(ours.p()).isCloseTo(golden.get("p").asDouble(), within(exact ? 1e-12 : 0.01));
        }
    }

    @Test
    void equalScoresDoNotDiffer() {
        double[] scores = {0, 1, 0.5};
        assertThat(PairedPermutation.test(scores, scores, 1).p()).isEqualTo(1);
    }

    @Test
    void manyTests() {
        for (JsonNode golden : new JsonNode[] {Golden.PYTHON.get("multiple"), Golden.R.get("multiple")}) {
            double[] p = Golden.numbers(golden.get("p"));
            assertThat(MultipleTests.holm(p)).containsExactly(Golden.numbers(golden.get("holm")), within(1e-12));
            assertThat(MultipleTests.benjaminiHochberg(p))
                    .containsExactly(Golden.numbers(golden.get("benjamini_hochberg")), within(1e-12));
        }
    }

    @Test
    void power() {
        for (JsonNode golden : Golden.PYTHON.get("power")) {
            Power power = new Power(0.95, golden.get("power").asDouble());
            double difference = golden.get("difference").asDouble();
            double deviation = golden.get("standard_deviation").asDouble();
            long n = (long) Math.ceil(golden.get("n").asDouble());
            assertThat(power.instructionsNeeded(difference, deviation)).isEqualTo(n);
            assertThat(power.smallestDifference(n, deviation)).isBetween(difference * 0.99, difference);
        }
    }
}
