package org.counterpoint.train.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.machine.ContainerLimits;
import org.counterpoint.engine.machine.Memory;
import org.junit.jupiter.api.Test;

class MemoryNeedTest {

    private static final long GIB = 1L << 30;
    private static final ContainerLimits NONE = new ContainerLimits(null, null);

    @Test
    void whatDoesNotFitIsRefusedWithWhatWould() {
        MemoryNeed training = MemoryNeed.ofTraining(1_000_000_000);
        training.require("big", new Memory(32 * GIB, 16 * GIB), NONE);
        assertThatThrownBy(() -> training.require("big", new Memory(32 * GIB, 8 * GIB), NONE))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(
                        "big does not fit into the memory that is free: 8.0 GiB, and its weights, gradients"
                                + " and AdamW's two moments alone take 14.9 GiB")
                .hasMessageContaining("take a model of at most 536 million parameters (this one has 1000)");
        assertThatThrownBy(() ->
                        training.require("big", new Memory(32 * GIB, 16 * GIB), new ContainerLimits(null, 4 * GIB)))
                .hasMessageContaining("free: 4.0 GiB");
    }

    @Test
    void scoringTakesTheWeightsAloneAndAnUnknownMemoryIsNoObstacle() {
        MemoryNeed scoring = MemoryNeed.ofScoring(1_000_000_000, 4);
        scoring.require("big", new Memory(32 * GIB, 8 * GIB), NONE);
        MemoryNeed.ofScoring(1L << 40, 4).require("big", new Memory(-1, -1), NONE);
        assertThatThrownBy(() -> scoring.require("big", new Memory(4 * GIB, 2 * GIB), NONE))
                .hasMessageContaining("its weights alone take 3.7 GiB");
    }
}
