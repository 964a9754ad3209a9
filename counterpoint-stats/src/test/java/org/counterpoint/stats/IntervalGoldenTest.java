package org.counterpoint.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Against statsmodels, SciPy and R. */
class IntervalGoldenTest {

    @Test
    void proportions() {
        for (JsonNode golden : Golden.PYTHON.get("proportions")) {
            int successes = golden.get("successes").asInt();
            int trials = golden.get("trials").asInt();
            double level = golden.get("level").asDouble();
            assertEnds(Proportions.wilson(successes, trials, level), Golden.numbers(golden.get("wilson")), 1e-12);
            assertEnds(
                    Proportions.clopperPearson(successes, trials, level),
                    Golden.numbers(golden.get("clopper_pearson")),
                    1e-10);
        }
        JsonNode exact = Golden.R.get("clopper_pearson");
        double[] ends = {exact.get("low").asDouble(), exact.get("high").asDouble()};
        assertEnds(Proportions.clopperPearson(7, 40, 0.95), ends, 1e-10);
    }

    @Test
    void wilsonOfScoresIsWilsonWhereEveryScoreIsZeroOrOne() {
        Interval scores = Proportions.wilsonOfScores(new double[] {1, 0, 1, 1, 0, 1, 1}, 0.95);
        Interval counts = Proportions.wilson(5, 7, 0.95);
        assertEnds(scores, new double[] {counts.low(), counts.high()}, 1e-12);
    }

    /** Two bootstraps differ by their draws: by less than a twentieth of the width, here. */
    @Test
    void bootstrapOfAMean() {
        for (JsonNode golden : Golden.PYTHON.get("bootstrap")) {
            double[] ends = {golden.get("low").asDouble(), golden.get("high").asDouble()};
            Interval ours = new Bootstrap(20_000, 0.95, 1)
                    .mean(Golden.numbers(golden.get("values")))
                    .interval();
            assertEnds(ours, ends, (ends[1] - ends[0]) / 20);
        }
    }

    @Test
    void bootstrapOfAnyStatisticAgreesWithTheMean() {
        double[] values = Golden.numbers(Golden.PYTHON.get("bootstrap").get(0).get("values"));
        Estimate estimate = Bootstrap.seeded(1).statistic(values.length, drawn -> {
            double sum = 0;
            for (int i : drawn) {
                sum += values[i];
            }
            return sum / drawn.length;
        });
        Estimate mean = Bootstrap.seeded(1).mean(values);
        assertThat(estimate.value()).isCloseTo(mean.value(), within(1e-12));
        assertThat(estimate.standardError()).isCloseTo(mean.standardError(), within(0.001));
        assertThat(estimate.interval().low()).isCloseTo(mean.interval().low(), within(0.005));
    }

    @Test
    void twoLevels() {
        JsonNode golden = Golden.R.get("two_level");
        Estimate estimate = TwoLevel.mean(Golden.rows(golden.get("scores")), 0.95);
        assertThat(estimate.value()).isCloseTo(golden.get("mean").asDouble(), within(1e-9));
        assertThat(estimate.standardError())
                .isCloseTo(Math.sqrt(golden.get("variance").asDouble()), within(1e-9));
    }

    @Test
    void areaUnderTheCurve() {
        JsonNode golden = Golden.R.get("auc");
        Estimate auc = RankAuc.of(Golden.numbers(golden.get("positive")), Golden.numbers(golden.get("negative")), 0.95);
        assertThat(auc.value()).isCloseTo(golden.get("value").asDouble(), within(1e-9));
        assertThat(auc.standardError()).isCloseTo(golden.get("standard_error").asDouble(), within(1e-9));
        assertThat(auc.interval().low()).isBetween(auc.value() - 2.2 * auc.standardError(), auc.value());
    }

    @Test
    void wholePartingHasAnInterval() {
        Estimate auc = RankAuc.of(new double[] {3, 4, 5}, new double[] {1, 2, 2.5, 0}, 0.95);
        assertThat(auc.value()).isEqualTo(1);
        assertThat(auc.interval().low()).isBetween(0.3, 0.6);
    }

    @Test
    void kappa() {
        for (JsonNode golden : Golden.PYTHON.get("kappa")) {
            Estimate kappa = Kappa.cohen(counts(golden.get("counts")), 0.95);
            assertThat(kappa.value()).isCloseTo(golden.get("kappa").asDouble(), within(1e-12));
            assertThat(kappa.standardError())
                    .isCloseTo(golden.get("standard_error").asDouble(), within(1e-12));
            assertThat(kappa.interval().low())
                    .isCloseTo(Math.max(-1, golden.get("low").asDouble()), within(1e-9));
        }
    }

    @Test
    void judgesWhoAlwaysAgreeAreNotCertain() {
        Estimate kappa = Kappa.cohen(new long[][] {{10, 0}, {0, 10}}, 0.95);
        assertThat(kappa.value()).isEqualTo(1);
        assertThat(kappa.interval().low()).isBetween(0.5, 0.8);
        assertThat(Kappa.cohen(new long[][] {{10, 0}, {0, 0}}, 0.95).value()).isNaN();
    }

    @Test
    void rankCorrelation() {
        JsonNode golden = Golden.PYTHON.get("rank_correlation");
        double[] x = Golden.numbers(golden.get("x"));
        double[] y = Golden.numbers(golden.get("y"));
        assertThat(RankCorrelation.kendall(x, y))
                .isCloseTo(golden.get("kendall").asDouble(), within(1e-12));
        assertThat(RankCorrelation.spearman(x, y))
                .isCloseTo(golden.get("spearman").asDouble(), within(1e-12));
    }

    private static long[][] counts(JsonNode rows) {
        double[][] numbers = Golden.rows(rows);
        long[][] counts = new long[numbers.length][numbers.length];
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts.length; j++) {
                counts[i][j] = (long) numbers[i][j];
            }
        }
        return counts;
    }

    private static void assertEnds(Interval interval, double[] ends, double tolerance) {
        assertThat(interval.low()).isCloseTo(ends[0], within(tolerance));
        assertThat(interval.high()).isCloseTo(ends[1], within(tolerance));
    }
}
