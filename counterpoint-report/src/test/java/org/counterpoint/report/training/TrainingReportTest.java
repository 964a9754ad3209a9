package org.counterpoint.report.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.InputException;
import org.counterpoint.report.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TrainingReportTest {

    @TempDir
    Path folder;

    @Test
    void runsOfARecipeAreOverlaid() throws IOException {
        run("recipe/train/all", "dpo", "none", false);
        run("recipe/train/ordered", "dpo", "linear", true);
        List<TrainingRun> runs = TrainingRun.in(folder.resolve("recipe"));
        assertThat(runs).extracting(TrainingRun::name).containsExactly("all", "ordered");
        List<Section> sections = TrainingReport.of("Arms", runs).sections();
        assertThat(sections)
                .extracting(Section::heading)
                .containsExactly(
                        "Not finished",
                        "Training runs",
                        "Loss",
                        "Reward margins",
                        "Reward margins on a>c",
                        "Reward margins on a>b",
                        "Share of each type over time: ordered",
                        "Settings that differ",
                        "Settings in common",
                        "Set aside");
        assertThat(points(sections, "Loss")).hasSize(6);
        assertThat(((Section.Table) sections.get(7)).rows())
                .containsExactly(List.of("curriculum.kind", "none", "linear"));
        assertThat(((Section.Table) sections.get(9)).rows())
                .containsExactly(List.of("all", "2", "1"), List.of("ordered", "2", "1"));
    }

    /** A value of the file is a point of the chart, at its step; a missing share is none. */
    @Test
    void pointsAreTheFilesValues() throws IOException {
        run("ordered", "dpo", "linear", true);
        List<Section> sections = TrainingCurves.sections(TrainingRun.in(folder.resolve("ordered")));
        List<JsonNode> loss = points(sections, "Loss");
        assertThat(loss.get(1).get("x").asDouble()).isEqualTo(2);
        assertThat(loss.get(1).get("y").asDouble()).isEqualTo(0.65);
        List<JsonNode> shares = points(sections, "Share of each type over time");
        assertThat(shares).extracting(point -> point.get("y").asDouble()).containsExactly(1.0, 0.5, 0.0, 0.0, 0.5, 1.0);
    }

    @Test
    void seedsOfAnArmAreOneLine() throws IOException {
        List<TrainingRun> runs = new ArrayList<>();
        for (String arm : List.of("seed1-plain", "seed1-hard", "seed2-plain", "seed2-hard")) {
            Path run = run("recipe/" + arm, "dpo", "linear", true);
            Files.writeString(run.resolve("metrics.jsonl"), """
                {"step":1,"loss":%s}
                {"step":2,"loss":0.65}
                """.formatted(arm.contains("seed1") ? "0.5" : "0.75"));
            TrainingRun one = TrainingRun.in(run).get(0);
            runs.add(new TrainingRun(
                    "train/" + arm,
                    one.method(),
                    Map.of("seed", arm.substring(4, 5)),
                    one.lineage(),
                    one.metrics(),
                    one.setAside(),
                    true));
        }
        List<Section> sections = TrainingCurves.sections(runs);
        assertThat(((Section.Words) sections.get(0)).paragraphs().get(0)).startsWith("4 runs, 2 lines: ");
        assertThat(points(sections, "Loss"))
                .extracting(point -> point.get("series").asString() + " " + point.get("x") + " " + point.get("y"))
                .containsExactly(
                        "train/plain 1 0.625", "train/plain 2 0.65", "train/hard 1 0.625", "train/hard 2 0.65");
    }

    @Test
    void aTornLastLineIsLeftOut() throws IOException {
        Path run = run("torn", "dpo", "none", false);
        Files.writeString(
                run.resolve("metrics.jsonl"),
                Files.readString(run.resolve("metrics.jsonl")) + "{\"step\":4,\"loss\":0.5");
        assertThat(TrainingRun.in(run).get(0).metrics().lines()).isEqualTo(3);
    }

    @Test
    void aBrokenLineIsNamed() throws IOException {
        Path run = run("broken", "dpo", "none", false);
        Path metrics = run.resolve("metrics.jsonl");
        Files.writeString(metrics, "{\"step\":1}\nnonsense\n{\"step\":2}\n");
        assertThatThrownBy(() -> TrainingRun.in(run))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(metrics + ":2: not an object of JSON");
    }

    @Test
    void aFolderWithoutRunsIsRefused() {
        assertThatThrownBy(() -> TrainingRun.in(folder))
                .isInstanceOf(InputException.class)
                .hasMessage(folder + " holds no metrics.jsonl; give the --out of a training run or of a recipe's run");
    }

    private Path run(String name, String method, String curriculum, boolean finished) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.writeString(run.resolve("run.json"), """
            {"method": "%s", "settings": {"beta": 0.1, "curriculum.kind": "%s"}, "lineage": {"java": "17"}}
            """.formatted(method, curriculum));
        Files.writeString(run.resolve("metrics.jsonl"), """
            {"step":1,"elapsed_seconds":1,"loss":0.69,"rewards/margins":0,"rewards/margins/a>c":0,"share/a>c":1}
            {"step":2,"elapsed_seconds":2,"loss":0.65,"rewards/margins":0.1,"rewards/margins/a>c":0.1,\
            "rewards/margins/a>b":0.1,"share/a>c":0.5,"share/a>b":0.5}
            {"step":3,"elapsed_seconds":3,"loss":0.6,"rewards/margins":0.2,"rewards/margins/a>b":0.2,"share/a>b":1}
            """);
        Files.writeString(run.resolve("ledger.jsonl"), """
            {"reason":"too_long"}
            {"reason":"nothing_to_learn"}
            {"reason":"nothing_to_learn"}
            """);
        if (finished) {
            Files.createDirectories(run.resolve("final"));
        }
        return run;
    }

    private static List<JsonNode> points(List<Section> sections, String heading) {
        Section.Chart chart = (Section.Chart) sections.stream()
                .filter(section -> section.heading().equals(heading))
                .findFirst()
                .orElseThrow();
        return chart.vegaLite().get("data").get("values").valueStream().toList();
    }
}
