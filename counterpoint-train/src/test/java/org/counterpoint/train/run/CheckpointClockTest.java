package org.counterpoint.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.train.settings.CheckpointSpacing;
import org.junit.jupiter.api.Test;

class CheckpointClockTest {
    private long now;

    @Test
    void byStepsAndByShareOnlyTheStepCounts() {
        assertThat(due("3", 10, 1, 0)).containsExactly(3L, 6L, 9L);
        assertThat(due("25%", 10, 1, 0)).containsExactly(2L, 4L, 6L, 8L, 10L);
        assertThat(due("0", 10, 1, 0)).isEmpty();
        assertThat(due("100%", 10, 1, 0)).containsExactly(10L);
    }

    @Test
    void byMinutesTheTimeSinceTheLastOneCounts() {
        assertThat(due("10m", 10, 240, 0)).containsExactly(3L, 6L, 9L);
        assertThat(due("0.5m", 4, 20, 0)).containsExactly(2L, 4L);
    }

    @Test
    void byItselfATenthOrTenMinutesWhicheverIsFirst() {
        assertThat(due("auto", 100, 10, 1)).startsWith(10L, 20L, 30L).hasSize(9);
        assertThat(due("auto", 100, 300, 1)).startsWith(2L, 4L, 6L);
    }

    @Test
    void writingTakesNoMoreThanAFiftiethOfTheTime() {
        // A write takes 4 seconds and a step one: after 200 seconds the first is affordable, after 400 the second.
        assertThat(due("auto", 1000, 1, 4)).startsWith(200L, 400L, 600L);
    }

    @Test
    void aLongEvaluationComesAfterACheckpointWhereMuchWouldBeLost() {
        CheckpointClock clock = new CheckpointClock(CheckpointSpacing.of("auto"), 0, 0.1, () -> now);
        now = 59_000_000_000L;
        assertThat(clock.dueBefore(5, 60)).isFalse();
        now = 61_000_000_000L;
        assertThat(clock.dueBefore(5, 60)).isTrue();
        clock.wrote(5, 0.1);
        assertThat(clock.dueBefore(5, 60)).isFalse();
    }

    @Test
    void whatIsNoSpacingIsRefused() {
        for (String wrong : List.of("-1", "10 m", "0m", "0%", "101%", "ten", "1.5", "", "m", "1e99999999m", "Auto")) {
            assertThatThrownBy(() -> CheckpointSpacing.of(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("auto, steps (100), minutes (10m), a share of the run (10%), or 0");
        }
    }

    /** After which of the steps a checkpoint is due, where each is written at once. */
    private List<Long> due(String every, long steps, double secondsAStep, double secondsAWrite) {
        now = 0;
        CheckpointClock clock = new CheckpointClock(CheckpointSpacing.of(every), 0, secondsAWrite, () -> now);
        List<Long> due = new ArrayList<>();
        for (long done = 1; done <= steps; done++) {
            now += (long) (secondsAStep * 1e9);
            if (clock.due(done, steps)) {
                due.add(done);
                clock.wrote(done, secondsAWrite);
            }
        }
        return due;
    }
}
