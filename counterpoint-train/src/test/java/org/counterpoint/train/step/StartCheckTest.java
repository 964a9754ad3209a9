package org.counterpoint.train.step;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.counterpoint.train.TrainingException;
import org.junit.jupiter.api.Test;

class StartCheckTest {
    private final StartCheck check = new StartCheck(StartCheck.FP32);

    @Test
    void roundingPasses() {
        check.accept(outcome(-100.0005, -100));
    }

    @Test
    void anythingMoreStops() {
        assertThatThrownBy(() -> check.accept(outcome(-100.01, -100)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining(
                        "before the first step the policy and the reference must agree, and do not: the pair")
                .hasMessageContaining("has the margin -0.01");
    }

    private static PairOutcome outcome(double chosen, double reference) {
        return new PairOutcome("a>b", "the pair", 1, 0.7, 0, 0, chosen, -50, reference, -50, 10, 5);
    }
}
