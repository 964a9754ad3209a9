package org.counterpoint.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
        double[] effects = Golden.numbers(golden.get("effects"));
        GroupedLogistic.Fit fit = new GroupedLogistic(
                        new LogisticProblem(rows, Golden.numbers(golden.get("targets")), Golden.ones(rows.length)),
                        Golden.wholes(golden.get("groups")),
                        effects.length,
                        golden.get("penalty").asDouble())
                .fit();
        assertThat(fit.coefficients()).containsExactly(Golden.numbers(golden.get("coefficients")), within(1e-9));
        assertThat(fit.effects()).containsExactly(effects, within(1e-9));
    }

    @Test
    void groupsCountAsOftenAsTheyAreThere() {
        JsonNode golden = Golden.PYTHON.get("group_effects");
        double[][] rows = Golden.rows(golden.get("rows"));
        double[] targets = Golden.numbers(golden.get("targets"));
        int[] groups = Golden.wholes(golden.get("groups"));
        int count = golden.get("effects").size();
        double[] times = new double[count];
        Arrays.setAll(times, g -> g % 3);
        GroupedLogistic model = new GroupedLogistic(
                new LogisticProblem(rows, targets, Golden.ones(rows.length)),
                groups,
                count,
                golden.get("penalty").asDouble());
        GroupedLogistic.Fit counted = model.fit(times, model.fit());

        // The same written out: the second coming of a group is a group of its own, behind the others.
        List<Integer> drawn = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int r = 0; r < rows.length; r++) {
            for (int k = 0; k < times[groups[r]]; k++) {
                drawn.add(r);
                numbers.add(groups[r] + k * count);
            }
        }
        GroupedLogistic.Fit written = new GroupedLogistic(
                        new LogisticProblem(
                                drawn.stream().map(r -> rows[r]).toArray(double[][]::new),
                                drawn.stream().mapToDouble(r -> targets[r]).toArray(),
                                Golden.ones(drawn.size())),
                        numbers.stream().mapToInt(n -> n).toArray(),
                        2 * count,
                        golden.get("penalty").asDouble())
                .fit();
        assertThat(counted.coefficients()).containsExactly(written.coefficients(), within(1e-11));
        for (int g = 0; g < count; g++) {
            for (int k = 0; k < times[g]; k++) {
                assertThat(counted.effects()[g]).isCloseTo(written.effects()[g + k * count], within(1e-11));
            }
        }
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
