package org.counterpoint.eval.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.eval.annotations.AnnotationFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class LeaderboardFiguresTest {

    @TempDir
    Path folder;

    /** See src/test/golden/alpaca_eval_figures.py. */
    @Test
    void figuresAreThoseOfAlpacaEvalsPackageToTheLastDigit() throws IOException {
        try (InputStream in = LeaderboardFiguresTest.class.getResourceAsStream("/golden/alpaca_eval_figures.json")) {
            for (JsonNode golden : JsonMapper.shared().readTree(in)) {
                List<ObjectNode> rows = new ArrayList<>();
                for (JsonNode row : golden.path("rows")) {
                    rows.add(AnnotationFiles.row("instruction " + rows.size(), row.get("preference"))
                            .put("output_2", row.path("output_2").stringValue()));
                }
                Path file = AnnotationFiles.write(folder.resolve("annotations.json"), rows);
                LeaderboardFigures figures = LeaderboardFigures.of(AnnotationFiles.read(file));
                JsonNode expected = golden.path("figures");
                String name = golden.path("name").stringValue();
                assertThat(List.of(figures.winRate(), figures.standardError(), figures.discreteWinRate()))
                        .as(name)
                        .isEqualTo(List.of(
                                number(expected, "win_rate"),
                                number(expected, "standard_error"),
                                number(expected, "discrete_win_rate")));
                assertThat(List.of(figures.wins(), figures.winsBase(), figures.draws(), figures.total(), (int)
                                figures.averageLength()))
                        .as(name)
                        .isEqualTo(List.of(
                                expected.path("n_wins").intValue(),
                                expected.path("n_wins_base").intValue(),
                                expected.path("n_draws").intValue(),
                                expected.path("n_total").intValue(),
                                expected.path("avg_length").intValue()));
            }
        }
    }

    @Test
    void figuresOfTwoRealModels() {
        Path annotations = sharedData().resolve("alpaca_eval/annotations");
        assumeTrue(Files.isDirectory(annotations), "shared/data/alpaca_eval is not here");
        // 94.78260869565217 is 76300 / 805, and what the package computes; its table of 2023 ends in 6.
        assertThat(LeaderboardFigures.of(AnnotationFiles.read(annotations.resolve("gpt4_0314.json"))))
                .isEqualTo(new LeaderboardFigures(
                        94.78260869565217, 0.7489957601246771, 756, 35, 14, 805, 94.78260869565217, 1371, 482));
        assertThat(LeaderboardFigures.of(AnnotationFiles.read(annotations.resolve("gpt-3.5-turbo-0301.json"))))
                .isEqualTo(new LeaderboardFigures(
                        89.36567164179104, 1.0789487022114888, 716, 83, 5, 804, 89.36567164179104, 827, 482));
    }

    private static double number(JsonNode figures, String name) {
        JsonNode value = figures.path(name);
        return value.isNull() ? Double.NaN : value.doubleValue();
    }

    private static Path sharedData() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/data"))) {
                return at.resolve("shared/data");
            }
        }
        return Path.of("shared/data");
    }
}
