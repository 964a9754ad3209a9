package org.counterpoint.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    @Test
    void binsHoldEquallyManyPairsByMargin() {
        Calibration calibration = new Calibration();
        for (int i = 1; i <= 20; i++) {
            // Margins 1 to 20; the two smallest are the wrong way round.
            calibration.add(pair(i <= 2 ? -i : i, 10 + i, 10));
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        calibration.put(metrics, "eval_");
        assertThat(metrics.get("eval_calibration/accuracy/1")).isZero();
        assertThat(metrics.get("eval_calibration/accuracy/2")).isEqualTo(1);
        double expected = (1 / (1 + Math.exp(-1)) + 1 / (1 + Math.exp(-2))) / 2;
        assertThat(metrics.get("eval_calibration/expected/1")).isCloseTo(expected, within(1e-12));
        double gap = expected * 2 / 20;
        for (int bin = 2; bin <= 10; bin++) {
            gap += (1 - metrics.get("eval_calibration/expected/" + bin)) * 2 / 20;
        }
        assertThat(metrics.get("eval_calibration_error")).isCloseTo(gap, within(1e-12));
    }

    @Test
    void scoresThatFollowTheLengthAreSeen() {
        Calibration calibration = new Calibration();
        calibration.add(pair(3, 8, 5));
        calibration.add(pair(-2, 3, 5));
        Map<String, Double> metrics = new LinkedHashMap<>();
        calibration.put(metrics, "eval_");
        // s = length - 5 for all four.
        assertThat(metrics.get("eval_length_correlation")).isCloseTo(1, within(1e-12));
        assertThat(metrics)
                .doesNotContainKey("eval_calibration/accuracy/1")
                .containsKey("eval_calibration/accuracy/10");
    }

    @Test
    void equalScoresCorrelateWithNothing() {
        Calibration calibration = new Calibration();
        calibration.add(pair(0, 8, 5));
        Map<String, Double> metrics = new LinkedHashMap<>();
        calibration.put(metrics, "eval_");
        assertThat(metrics.get("eval_length_correlation")).isZero();
    }

    /** A pair whose rejected score is 0. */
    private static ScoreOutcome pair(double chosen, int tokensChosen, int tokensRejected) {
        return new ScoreOutcome("a>b", "", 1, 0.5, chosen, 0, tokensChosen, tokensRejected);
    }
}
