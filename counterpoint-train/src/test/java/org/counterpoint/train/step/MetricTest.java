package org.counterpoint.train.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricTest {

    @Test
    void aMetricKnowsWhichWayItIsBetter() {
        assertThat(Metric.named("eval_loss")).hasValue(Metric.LOSS);
        assertThat(Metric.named("eval_loss/a>b")).hasValue(Metric.LOSS);
        assertThat(Metric.named("rewards/margins/a>lossy")).hasValue(Metric.REWARD_MARGIN);
        assertThat(Metric.named("lossy")).isEmpty();
        assertThat(Metric.LOSS.better().than(1, 2)).isTrue();
        assertThat(Metric.REWARD_ACCURACY.better().than(1, 2)).isFalse();
        assertThat(Metric.REWARD_ACCURACY.better().than(2, 2)).isFalse();
        assertThat(Metric.LOSS.better().than(Double.NaN, 2)).isFalse();
    }

    @Test
    void everythingThatIsToldHasADirection() {
        assertThat(Tally.namesOfPairs(List.of("a>b"), "eval_"))
                .allSatisfy(name -> assertThat(Metric.named(name)).isPresent());
        assertThat(Tally.namesOfResponses(List.of("a"), "eval_"))
                .allSatisfy(name -> assertThat(Metric.named(name)).isPresent());
    }
}
