package org.counterpoint.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectivesTest {

    @ParameterizedTest
    @CsvSource({
        "dpo, 0.6931471805599453",
        "cdpo, 0.6931471805599453",
        "robust-dpo, 0.6931471805599453",
        "dpo-norm, 0.6931471805599453",
        "rso-hinge, 1",
        "ipo, 25"
    })
    void atTheStartTheLossIsKnown(String name, double expected) {
        PairScores start = new PairScores(-42.5, -60.25, -42.5, -60.25, 31, 44);
        assertThat(byDefault(name).loss(start).value()).isCloseTo(expected, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"slic", "dpo", "cdpo", "robust-dpo", "dpo-norm", "ipo", "rso-hinge", "simpo", "orpo", "reward"})
    void extremeScoresStayFinite(String name) {
        for (double chosen : List.of(0.0, -1e-300, -1e-20, -1.0, -1e6, -1e12)) {
            for (double rejected : List.of(0.0, -1e-300, -1e-20, -1.0, -1e6, -1e12)) {
                PairLoss loss = byDefault(name).loss(new PairScores(chosen, rejected, -5, -1e6, 1, 3));
                assertThat(List.of(loss.value(), loss.byChosen(), loss.byRejected()))
                        .as("%s at %s, %s", name, chosen, rejected)
                        .allMatch(Double::isFinite);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"slic", "dpo", "cdpo", "robust-dpo", "dpo-norm", "ipo", "rso-hinge", "simpo", "orpo", "reward"})
    void aScoreThatIsNoNumberGivesALossThatIsNone(String name) {
        PairLoss loss = byDefault(name).loss(new PairScores(Double.NaN, -3, -5, -6, 2, 3));
        assertThat(loss.value()).isNaN();
    }

    @Test
    void rewardsFollowTheMethod() {
        assertThat(byDefault("dpo").reward(-10, -12, 4)).isCloseTo(0.2, within(1e-12));
        assertThat(byDefault("ipo").reward(-10, -12, 4)).isCloseTo(0.2, within(1e-12));
        assertThat(byDefault("dpo-norm").reward(-10, -12, 4)).isEqualTo(10);
        assertThat(byDefault("simpo").reward(-10, 0, 4)).isEqualTo(-5);
        assertThat(byDefault("slic").reward(-10, 0, 4)).isEqualTo(-10);
        assertThat(byDefault("orpo").reward(-10, 0, 4)).isEqualTo(-10);
    }

    @Test
    void likelihoodWeightAddsTheChosenMeanToAnyMethod() {
        PairScores pair = new PairScores(-42.5, -60.25, -45, -58, 31, 44);
        PairLoss with = objective("dpo", Map.of("nll_weight", 0.5)).loss(pair);
        PairLoss without = byDefault("dpo").loss(pair);
        assertThat(with.value()).isCloseTo(without.value() + 0.5 * 42.5 / 31, within(1e-12));
        assertThat(with.byChosen()).isCloseTo(without.byChosen() - 0.5 / 31, within(1e-12));
        assertThat(with.byRejected()).isEqualTo(without.byRejected());
    }

    @Test
    void aRewardModelsLossIsThatOfItsTwoScores() {
        RewardLoss loss = new RewardLoss(0.5, null, 0.1);
        PairScores pair = new PairScores(1.25, -0.25, 0, 0, 3, 4, 0.75);
        // x = 1.25 + 0.25 - 0.5 - 0.75 = 0.25, sum = 1
        double expected = Math.log1p(Math.exp(-0.25)) + 0.1;
        assertThat(loss.loss(pair).value()).isCloseTo(expected, within(1e-12));
        double h = 1e-6;
        double byChosen =
                (loss.loss(new PairScores(1.25 + h, -0.25, 0, 0, 3, 4, 0.75)).value()
                                - loss.loss(new PairScores(1.25 - h, -0.25, 0, 0, 3, 4, 0.75))
                                        .value())
                        / (2 * h);
        double byRejected =
                (loss.loss(new PairScores(1.25, -0.25 + h, 0, 0, 3, 4, 0.75)).value()
                                - loss.loss(new PairScores(1.25, -0.25 - h, 0, 0, 3, 4, 0.75))
                                        .value())
                        / (2 * h);
        assertThat(loss.loss(pair).byChosen()).isCloseTo(byChosen, within(1e-8));
        assertThat(loss.loss(pair).byRejected()).isCloseTo(byRejected, within(1e-8));
        assertThat(loss.reward(1.25, 0, 3)).isEqualTo(1.25);
    }

    @Test
    void aMarginIsANumberOrANameOfAScore() {
        assertThat(objective("reward", Map.of("margin", "0.5"))).isEqualTo(new RewardLoss(0.5, null, 0));
        assertThat(objective("reward", Map.of("margin", "gap", "center", 0.01)))
                .isEqualTo(new RewardLoss(0, "gap", 0.01));
    }

    @Test
    void log1mexpKeepsItsDigitsAtBothEnds() {
        assertThat(Stable.log1mexp(-1e-20)).isCloseTo(Math.log(1e-20), within(1e-12));
        assertThat(Stable.log1mexp(-800)).isZero();
        assertThat(Stable.log1mexp(-40)).isCloseTo(-Math.exp(-40), within(1e-30));
    }

    private static PairObjective byDefault(String name) {
        return objective(name, Map.of());
    }

    private static PairObjective objective(String name, Map<String, Object> changes) {
        Method method = Methods.named(name).orElseThrow();
        Map<String, Object> values = new LinkedHashMap<>();
        values.putAll(changes);
        return (PairObjective)
                method.schema().read(values).orElseThrow(faults -> new IllegalArgumentException(faults.toString()));
    }
}
