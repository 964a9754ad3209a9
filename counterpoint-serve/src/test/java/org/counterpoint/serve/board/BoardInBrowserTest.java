package org.counterpoint.serve.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.counterpoint.testing.BrowserCheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The board in a real browser: what {@code scripts/board-check} clicks, types and looks at. */
@Tag("slow")
class BoardInBrowserTest {

    @TempDir
    Path folder;

    @Test
    void aPersonMeetsNoFault() throws Exception {
        Path runs = Files.createDirectory(folder.resolve("runs"));
        ExampleRuns.recipe(runs.resolve("arms"));
        ExampleRuns.training(runs.resolve("<img src=x onerror=alert(2)>"), "dpo", 20, 20);
        for (int i = 0; i < 100; i++) {
            ExampleRuns.training(runs.resolve("many/run-" + i), "dpo", 200, 400);
        }
        Process live = ExampleRuns.Live.start(runs.resolve("live"));
        try {
            while (!Files.exists(runs.resolve("live/rollouts.jsonl"))) {
                Thread.sleep(20);
            }
            try (BoardServer board = BoardServer.open(new BoardSettings(List.of(runs), 0, false))) {
                BrowserCheck check = BrowserCheck.run("board-check", board.url(), folder.resolve("log"));
                assumeTrue(check.lacking() == null, "skipped: " + check.lacking());
                assertThat(check.fault()).isNull();
            }
        } finally {
            live.destroyForcibly().waitFor();
        }
    }
}
