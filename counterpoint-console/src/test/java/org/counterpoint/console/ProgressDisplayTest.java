package org.counterpoint.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = Console.plain(new PrintStream(out, true), new PrintStream(err, true));
    private long now;

    @Test
    void aLogGetsALineEveryTenSecondsWithTheTimeLeft() {
        try (ProgressDisplay display = new ProgressDisplay(console, "scoring", left -> Double.NaN, () -> now)) {
            display.update(0, 100, "groups");
            at(4);
            display.update(10, 100, "groups");
            at(10);
            display.update(20, 100, "groups");
            at(15);
            display.update(30, 100, "groups");
            at(3700);
            display.update(99, 100, "groups");
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("""
            scoring: 20 of 100 groups, 0:10 passed, about 0:40 left
            scoring: 99 of 100 groups, 1:01:40 passed, about 0:37 left
            """);
        assertThat(out.size()).isZero();
    }

    @Test
    void whereSeveralSpeakEveryLineSaysWhose() {
        Console one = console.spokenFor("sft");
        one.note("  90 steps");
        try (ProgressDisplay display = new ProgressDisplay(one, "sft", left -> Double.NaN, () -> now)) {
            display.update(0, -1, "rows");
            at(11);
            display.update(500, -1, "rows");
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("sft: 90 steps\nsft: 500 rows, 0:11 passed\n");
    }

    @Test
    void anUnknownTotalMakesNoPromise() {
        try (ProgressDisplay display = new ProgressDisplay(console, "reading", left -> Double.NaN, () -> now)) {
            display.update(0, -1, "rows");
            at(11);
            display.update(500, -1, "rows");
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("reading: 500 rows, 0:11 passed\n");
    }

    @Test
    void workDoneByAnEarlierRunDoesNotCountAsSpeed() {
        try (ProgressDisplay display = new ProgressDisplay(console, "answering", left -> Double.NaN, () -> now)) {
            display.update(50, 100, "prompts");
            at(10);
            display.update(60, 100, "prompts");
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("about 0:40 left");
    }

    @Test
    void aPartOfLargerWorkTellsWhatAllOfItHasLeft() {
        try (ProgressDisplay display = new ProgressDisplay(console, "sft", left -> left + 100, () -> now)) {
            display.update(0, 10, "steps");
            at(10);
            display.update(5, 10, "steps", "loss 2.0000");
        }
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("sft: 5 of 10 steps, 0:10 passed, about 0:10 left, loss 2.0000;"
                        + " all stages: about 1:50 left\n");
    }

    private void at(long seconds) {
        now = Duration.ofSeconds(seconds).toNanos();
    }
}
