package org.counterpoint.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final ProgressLine line = new ProgressLine(
            "train/seed1-dpo-strong-middle",
            45,
            270,
            "steps",
            "0:32",
            "1:48",
            List.of("all stages 12:07 left", "loss 0.2235, 890 tokens/s"));

    @Test
    void barCountAndTimeLeftAreThereAt80Columns() {
        assertThat(line.text(79))
                .isEqualTo("~-dpo-strong-middle [##---------------] 45 of 270 steps, 1:48 left, 0:32 passed");
        assertThat(line.text(79)).hasSizeLessThanOrEqualTo(79);
    }

    @Test
    void theRestFollowsWhereThereIsRoom() {
        assertThat(line.text(140))
                .isEqualTo("~seed1-dpo-strong-middle [###--------------------] 45 of 270 steps, 1:48 left, 0:32 passed,"
                        + " all stages 12:07 left, loss 0.2235, 890 tokens/s");
    }

    @Test
    void nothingIsWiderThanTheTerminal() {
        for (int width = 1; width < 200; width++) {
            assertThat(line.text(width).length()).as("at %d", width).isLessThanOrEqualTo(width);
        }
    }

    @Test
    void anUnknownTotalHasNoBar() {
        assertThat(new ProgressLine("reading", 500, -1, "rows", "0:11", "", List.of("")).text(79))
                .isEqualTo("reading 500 rows, 0:11 passed");
    }
}
