package org.counterpoint.train.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.counterpoint.train.policy.PolicyLoss.Response;
import org.junit.jupiter.api.Test;

/** By hand, by finite differences, and at the edges. */
class PolicyArithmeticTest {
    private static final double CLOSE = 1e-12;

    @Test
    void theScoreIsAtTheLastTokenAndKlAtEach() {
        assertThat(TokenRewards.of(new double[] {1, -2, 4}, 0.5, 3)).containsExactly(-0.5, 1, 1);
        assertThat(TokenRewards.of(new double[] {2}, 0.5, 3)).containsExactly(2);
    }

    @Test
    void advantagesByHand() {
        // delta_2 = 3 - 1 = 2; delta_1 = 1 + 0.5 * 1 - 2 = -0.5; A_1 = -0.5 + 0.5 * 0.5 * 2 = 0
        GeneralisedAdvantages own = GeneralisedAdvantages.of(new double[] {1, 3}, new double[] {2, 1}, 0.5, 0.5);
        assertThat(own.advantages()).containsExactly(new double[] {0, 2}, within(CLOSE));
        assertThat(own.returns()).containsExactly(new double[] {2, 3}, within(CLOSE));
    }

    @Test
    void withoutDiscountsAReturnIsTheSumOfWhatComes() {
        GeneralisedAdvantages own =
                GeneralisedAdvantages.of(new double[] {1, -2, 5}, new double[] {0.3, -0.7, 9}, 1, 1);
        assertThat(own.returns()).containsExactly(new double[] {4, 3, 5}, within(CLOSE));
    }

    @Test
    void oneTokenHasNoVariance() {
        assertThat(Whitening.of(List.of(new double[] {3}), false).get(0)).containsExactly(0);
        assertThat(Whitening.of(List.of(new double[] {3}), true).get(0)).containsExactly(3);
        // mean 2, var 2: (1 - 2) / sqrt(2)
        assertThat(Whitening.of(List.of(new double[] {1}, new double[] {3}), false)
                        .get(0)[0])
                .isCloseTo(-1 / Math.sqrt(2 + 1e-8), within(CLOSE));
    }

    @Test
    void equalScoresTeachNothing() {
        double[] equal = {0.1, 0.1, 0.1};
        assertThat(GroupAdvantages.allEqual(equal)).isTrue();
        assertThat(GroupAdvantages.allEqual(new double[] {0.1, 0.2})).isFalse();
        assertThat(GroupAdvantages.standardised(equal, true)).containsExactly(new double[3], within(1e-9));
        assertThat(GroupAdvantages.leaveOneOut(equal)).containsExactly(new double[3], within(CLOSE));
        assertThat(GroupAdvantages.leaveOneOut(new double[] {1, 2, 6})).containsExactly(-3, -1.5, 4.5);
        assertThat(GroupAdvantages.standardised(new double[] {1, 2, 6}, false)).containsExactly(-2, -1, 3);
    }

    @Test
    void aRatioIsClippedOnlyWhereThatCostsMore() {
        double old = -1;
        double up = old + Math.log(1.5);
        double down = old + Math.log(0.5);
        assertThat(ClippedRatio.of(up, old, 2, 0.2)).isEqualTo(new ClippedRatio(-2.4, 0, Math.exp(up - old), true));
        assertThat(ClippedRatio.of(down, old, 2, 0.2).loss()).isCloseTo(-1, within(CLOSE));
        assertThat(ClippedRatio.of(down, old, 2, 0.2).clipped()).isFalse();
        assertThat(ClippedRatio.of(down, old, -2, 0.2)).isEqualTo(new ClippedRatio(1.6, 0, Math.exp(down - old), true));
        assertThat(ClippedRatio.of(up, old, -2, 0.2).loss()).isCloseTo(3, within(CLOSE));
        ClippedRatio first = ClippedRatio.of(old, old, 2, 0.2);
        assertThat(first).isEqualTo(new ClippedRatio(-2, -2, 1, false));
    }

    @Test
    void derivativesAreThoseOfTheLosses() {
        for (double advantage : new double[] {-1.5, 0.7}) {
            for (double logp : new double[] {-2.1, -1.9, -1.5, -2.6}) {
                derivative(
                        x -> ClippedRatio.of(x, -2, advantage, 0.2).loss(),
                        logp,
                        ClippedRatio.of(logp, -2, advantage, 0.2).derivative());
            }
        }
        for (double value : new double[] {0.1, 0.45, -0.9, 2}) {
            derivative(
                    x -> ClippedValue.of(x, 0.3, 1.1, 0.2).loss(),
                    value,
                    ClippedValue.of(value, 0.3, 1.1, 0.2).derivative());
        }
        for (KlEstimator estimator : KlEstimator.values()) {
            derivative(x -> estimator.at(x, -1.2), -1.7, estimator.derivative(-1.7, -1.2));
        }
    }

    @Test
    void theyMeetWhereAResponseIsOneToken() {
        for (Response one : List.of(response(-1, -1.1, 0.5), response(-2, -1.2, -0.3), response(-0.4, -1.5, 1))) {
            PolicyLoss byToken = PolicyLoss.byToken(one, 0.2, 0, 0.25);
            PolicyLoss whole = PolicyLoss.whole(one, 0.2, 0.25);
            assertThat(whole.loss()).isCloseTo(byToken.loss(), within(CLOSE));
            assertThat(whole.derivatives()).containsExactly(byToken.derivatives(), within(CLOSE));
            assertThat(whole.clipped()).isEqualTo(byToken.clipped());
        }
    }

    @Test
    void theFirstRatioIsOneAndNothingIsClipped() {
        PolicyLoss loss = PolicyLoss.byToken(response(-1.3, -1.3, 0.5), 0.2, 0, 1);
        assertThat(loss.ratios()).isEqualTo(1);
        assertThat(loss.clipped()).isZero();
        assertThat(loss.derivatives()).containsExactly(-0.5);
    }

    @Test
    void scoresAreShapedInOrder() {
        ScoreRules rules = new ScoreRules(0.1, 10, 2, 1);
        assertThat(rules.score(5, 10)).isEqualTo(5);
        assertThat(rules.score(5, 15)).isCloseTo(4.5, within(CLOSE));
        assertThat(rules.learnt(4.5, false)).isEqualTo(2);
        assertThat(rules.learnt(4.5, true)).isEqualTo(1);
        assertThat(rules.learnt(-7, true)).isEqualTo(-3);
        ScoreRules none = new ScoreRules(0, 0, Double.POSITIVE_INFINITY, 0);
        assertThat(none.learnt(none.score(123, 999), true)).isEqualTo(123);
    }

    @Test
    void theCoefficientFollowsTheKlByAtMostAFifth() {
        AdaptiveKl adaptive = new AdaptiveKl(6, 1000);
        assertThat(adaptive.next(0.2, 6, 100)).isEqualTo(0.2);
        assertThat(adaptive.next(0.2, 6.6, 100)).isCloseTo(0.2 * 1.01, within(CLOSE));
        assertThat(adaptive.next(0.2, 60, 100)).isCloseTo(0.2 * 1.02, within(CLOSE));
        assertThat(adaptive.next(0.2, -60, 100)).isCloseTo(0.2 * 0.98, within(CLOSE));
    }

    @Test
    void k3IsNeverBelowZero() {
        for (double reference : new double[] {-9, -2, -1e-9, 0}) {
            assertThat(KlEstimator.K3.at(-2, reference)).isNotNegative();
        }
        assertThat(KlEstimator.K3.at(-2, -2)).isZero();
        assertThat(KlEstimator.K1.at(-2, -1)).isEqualTo(-1);
    }

    private static Response response(double logp, double old, double advantage) {
        return new Response(new double[] {logp}, new double[] {old}, new double[] {-1}, new double[] {advantage});
    }

    private static void derivative(DoubleUnaryOperator loss, double at, double derivative) {
        double h = 1e-6;
        double slope = (loss.applyAsDouble(at + h) - loss.applyAsDouble(at - h)) / (2 * h);
        assertThat(derivative).isCloseTo(slope, within(1e-8));
    }
}
