package org.counterpoint.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WinRateTest {

    @Test
    void theMethodIsPickedByNumberAndRate() {
        assertThat(WinRate.of(scores(500, 100), 1).interval().method()).startsWith("BCa bootstrap");
        assertThat(WinRate.of(scores(499, 100), 1).interval().method()).startsWith("Wilson");
        assertThat(WinRate.of(scores(1000, 50), 1).interval().method()).startsWith("Wilson");
        assertThat(WinRate.of(scores(1000, 950), 1).interval().method()).startsWith("Wilson");
    }

    @Test
    void nothingButWinsIsNotCertainty() {
        Estimate rate = WinRate.of(scores(20, 20), 1);
        assertThat(rate.value()).isEqualTo(1);
        assertThat(rate.interval().high()).isEqualTo(1);
        assertThat(rate.interval().low()).isBetween(0.8, 0.9);
    }

    @Test
    void nothingButTiesIsNotCertainty() {
        double[] ties = new double[20];
        Arrays.fill(ties, 0.5);
        Interval interval = WinRate.of(ties, 1).interval();
        assertThat(interval.high() - interval.low()).isBetween(0.05, 0.3);
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        assertThat(WinRate.of(scores(500, 120), 7)).isEqualTo(WinRate.of(scores(500, 120), 7));
    }

    @Test
    void aScoreOutsideTheScaleIsRefused() {
        assertThatThrownBy(() -> WinRate.of(new double[] {0.5, 1.5}, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a score lies in [0, 1], not 1.5");
        assertThatThrownBy(() -> WinRate.of(new double[] {Double.NaN}, 1))
                .hasMessage("a score lies in [0, 1], not NaN");
    }

    private static double[] scores(int n, int wins) {
        double[] scores = new double[n];
        Arrays.fill(scores, 0, wins, 1);
        return scores;
    }
}
