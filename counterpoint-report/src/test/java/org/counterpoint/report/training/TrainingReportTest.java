package org.counterpoint.report.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.counterpoint.data.InputException;
import org.counterpoint.report.Badge;
import org.counterpoint.report.Glance;
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
                        "Over the steps",
                        "Over the steps, by pair type",
                        "What was learnt from when",
                        "Where each run ended",
                        "Settings that differ",
                        "Settings in common",
                        "Left out of training");
        Section.Panels curves = (Section.Panels) sections.get(0);
        assertThat(curves.panels()).containsExactly("Loss", "Reward margin");
        assertThat(lines(curves, "Loss"))
                .extracting(line -> line.path("name").asString())
                .containsExactly("all", "ordered");
        Section.Folded byType = (Section.Folded) sections.get(1);
        assertThat(((Section.Panels) byType.section()).panels())
                .containsExactly("Reward margin, a>c", "Reward margin, a>b");
        assertThat(((Section.Table) sections.get(4)).rows())
                .containsExactly(List.of("curriculum.kind", "none", "linear"));
        assertThat(((Section.Table) sections.get(6)).rows())
                .containsExactly(List.of("all", "2", "1"), List.of("ordered", "2", "1"));
    }

    @Test
    void theFirstScreenSaysWhichRunIsAheadAndThatThisIsNoVerdict() throws IOException {
        run("recipe/train/all", "dpo", "none", false);
        run("recipe/train/ordered", "dpo", "linear", true);
        Path low = run("recipe/train/low", "dpo", "none", true);
        Files.writeString(low.resolve("metrics.jsonl"), "{\"step\":1,\"elapsed_seconds\":60,\"loss\":0.4}\n");
        Files.writeString(low.resolve("data.json"), "{\"training\":{\"losses\":[\"Half is lost.\"]}}");
        Glance glance = Objects.requireNonNull(TrainingReport.of("Arms", TrainingRun.in(folder.resolve("recipe")))
                .glance());
        assertThat(glance.sentence())
                .isEqualTo("3 runs, by dpo: low ended with the lowest training loss, 0.400; ordered with the highest,"
                        + " 0.600.");
        assertThat(glance.belief()).contains("not whether the answers got better");
        assertThat(glance.warnings())
                .containsExactly(
                        "all is not finished: it stopped after 3 lines of metrics.",
                        "low: Half is lost.",
                        "Nothing was held out for evaluation: memorising would look the same.");
        assertThat(glance.badges()).contains(new Badge("Data left out", "9", true), new Badge("Time", "1.1 min"));
    }

    @Test
    void oneRunSaysHowFarItCame() throws IOException {
        List<TrainingRun> one = TrainingRun.in(run("alone", "dpo", "none", true));
        assertThat(Objects.requireNonNull(TrainingReport.of("One", one).glance())
                        .sentence())
                .isEqualTo("One run of dpo, 3 steps: its loss went from 0.690 to 0.600.");
    }

    /** A value of the file is a point of the chart, at its step; a missing share is none. */
    @Test
    void pointsAreTheFilesValues() throws IOException {
        run("ordered", "dpo", "linear", true);
        List<Section> sections = TrainingCurves.sections(TrainingRun.in(folder.resolve("ordered")));
        JsonNode loss = lines((Section.Panels) sections.get(0), "Loss").get(0);
        assertThat(loss.get("x").get(1).asDouble()).isEqualTo(2);
        assertThat(loss.get("y").get(1).asDouble()).isEqualTo(0.65);
        Section.Panels shares = (Section.Panels) ((Section.Folded) sections.get(2)).section();
        assertThat(shares.heading()).isEqualTo("What was learnt from when");
        assertThat(lines(shares, "ordered"))
                .extracting(line -> line.get("name").asString() + " " + line.get("y"))
                .containsExactly("a>c [1,0.5,0]", "a>b [0,0.5,1]");
    }

    @Test
    void whatNobodyForesawIsShownUnderItsOwnName() throws IOException {
        Path run = run("new", "dpo", "none", true);
        Files.writeString(run.resolve("metrics.jsonl"), "{\"step\":1,\"loss\":0.4,\"kl\":0.25}\n");
        Section last = TrainingCurves.sections(TrainingRun.in(run)).get(1);
        assertThat(last.heading()).isEqualTo("Everything else that was measured");
        assertThat(((Section.Panels) ((Section.Folded) last).section()).panels())
                .containsExactly("kl");
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
                    one.losses(),
                    true));
        }
        List<Section> sections = TrainingCurves.sections(runs);
        Section.Panels curves = (Section.Panels) sections.get(0);
        assertThat(curves.note()).startsWith("4 runs, 2 lines: an arm's line is the mean over its seeds.");
        assertThat(lines(curves, "Loss"))
                .extracting(line -> line.get("name").asString() + " " + line.get("y"))
                .containsExactly("train/plain [0.625,0.65]", "train/hard [0.625,0.65]");
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

    private static List<JsonNode> lines(Section.Panels panels, String title) {
        return panels.data()
                .get("panels")
                .valueStream()
                .filter(panel -> panel.get("title").asString().equals(title))
                .findFirst()
                .orElseThrow()
                .get("lines")
                .valueStream()
                .toList();
    }
}
