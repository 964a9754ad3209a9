package org.counterpoint.engine.vector;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

class LoopWarmUpTest {
    @Test
    void itEndsWithoutAFault() {
        assumeThat(Vectors.available()).isTrue();
        assertThatCode(() -> LoopWarmUp.run(true)).doesNotThrowAnyException();
        assertThatCode(() -> LoopWarmUp.run(false)).doesNotThrowAnyException();
        LoopWarmUp.start(true);
        LoopWarmUp.start(false);
    }
}
