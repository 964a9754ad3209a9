package org.counterpoint.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Against scikit-learn on the same design matrix. */
class FitGoldenTest {
    private static final JsonNode GOLDEN = Golden.PYTHON.get("logistic");
    private static final LogisticProblem PROBLEM = new LogisticProblem(
            Golden.rows(GOLDEN.get("rows")),
            Golden.numbers(GOLDEN.get("targets")),
            Golden.numbers(GOLDEN.get("weights")));

    @Test
    void ridge() {
        for (JsonNode fit : GOLDEN.get("fits")) {
            double[] ours =
                    RidgeLogistic.fit(PROBLEM, 1 / fit.get("c").asDouble()).coefficients();
            assertThat(ours).containsExactly(Golden.numbers(fit.get("ridge")), within(1e-6));
        }
    }

    @Test
    void lasso() {
        for (JsonNode fit : GOLDEN.get("fits")) {
            double c = fit.get("c").asDouble();
            double[] ours = LassoLogistic.fit(PROBLEM, c).coefficients();
            double[] theirs = Golden.numbers(fit.get("lasso"));
            assertThat(ours).containsExactly(theirs, within(1e-6));
            // As small as liblinear's, but for the rounding of sums.
            assertThat(objective(ours, c)).isLessThanOrEqualTo(objective(theirs, c) * (1 + 1e-14));
        }
    }

    @Test
    void lossOfHeldOutFolds() {
        int[] groups = new int[PROBLEM.rows().length];
        Arrays.setAll(groups, row -> row / 10);
        int[] folds = GroupFolds.of(groups, 20, 5);
        double[] theirs = Golden.numbers(GOLDEN.get("fold_losses"));
        double[] strengths = new double[theirs.length];
        Arrays.setAll(strengths, i -> GOLDEN.get("fits").get(i).get("c").asDouble());
        assertThat(GroupFolds.lassoLosses(PROBLEM, folds, strengths)).containsExactly(theirs, within(1e-7));
    }

    @Test
    void effectsOfGroups() {
        JsonNode golden = Golden.PYTHON.get("group_effects");
        double[][] rows = Golden.rows(golden.get("rows"));
        double[] ones = new double[rows.length];
        Arrays.fill(ones, 1);
        double[] effects = Golden.numbers(golden.get("effects"));
        GroupedLogistic.Fit fit = GroupedLogistic.fit(
                new LogisticProblem(rows, Golden.numbers(golden.get("targets")), ones),
                Golden.wholes(golden.get("groups")),
                effects.length,
                golden.get("penalty").asDouble());
        assertThat(fit.coefficients()).containsExactly(Golden.numbers(golden.get("coefficients")), within(1e-9));
        assertThat(fit.effects()).containsExactly(effects, within(1e-9));
    }

    @Test
    void targetsThatAColumnPartsWhollyNeedAPenalty() {
        LogisticProblem parted =
                new LogisticProblem(new double[][] {{1}, {-1}}, new double[] {1, 0}, new double[] {1, 1});
        assertThatThrownBy(() -> RidgeLogistic.fit(parted, 0))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("give a penalty above 0");
        assertThat(RidgeLogistic.fit(parted, 1).coefficients()[0]).isPositive();
    }

    private static double objective(double[] coefficients, double c) {
        return c * PROBLEM.loss(coefficients)
                + Arrays.stream(coefficients).map(Math::abs).sum();
    }
}
