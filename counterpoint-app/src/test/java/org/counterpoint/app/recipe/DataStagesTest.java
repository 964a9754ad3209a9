package org.counterpoint.app.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.app.Shell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stages that need no model: they take what their commands take, and give the same. */
class DataStagesTest {
    private static final int PROMPTS = 20;

    @TempDir
    Path folder;

    @BeforeEach
    void answersAndVerdicts() throws IOException {
        List<String> answers = new ArrayList<>();
        List<String> verdicts = new ArrayList<>();
        for (int i = 0; i < PROMPTS; i++) {
            String good = "A river, number " + i + ", of course.";
            String bad = "A town " + i;
            answers.add(answer(i, good, "good", 5));
            answers.add(answer(i, bad, "bad", i == 0 ? 5 : 1));
            verdicts.add("{\"instruction\":\"Say " + i + ".\",\"output_1\":\"" + bad + "\",\"generator_1\":\"bad\","
                    + "\"output_2\":\"" + good + "\",\"generator_2\":\"good\",\"annotator\":\"j\",\"preference\":"
                    + (i == 1 ? 1 : 2) + "}");
        }
        Files.write(folder.resolve("answers.jsonl"), answers);
        Files.writeString(folder.resolve("verdicts.json"), "[" + String.join(",\n", verdicts) + "]");
    }

    private static String answer(int prompt, String text, String model, int rating) {
        return "{\"instruction\":\"Say " + prompt + ".\",\"output\":\"" + text + "\",\"generator\":\"" + model
                + "\",\"rating\":" + rating + "}";
    }

    @Test
    void stagesGiveWhatTheCommandsGive() throws IOException {
        Path recipe = Files.writeString(folder.resolve("recipe.yaml"), """
            seed: 9007199254740993
            stages:
              rated: {stage: pairs, answers: answers.jsonl, order_by: rating}
              told: {stage: pairs, answers: answers.jsonl, order_from: verdicts.json, undecided: keep}
              judged:
                stage: pairs
                answers: answers.jsonl
                order: [good, bad]
                verdicts: verdicts.json
                disagreement: drop
                scores: [length_gap]
              hard: {stage: difficulty, data: judged, scores: similarity, verdicts: verdicts.json}
              order: {stage: order, verdicts: verdicts.json}
              figures: {stage: winrate, annotations: verdicts.json, level: 0.9}
              export: {stage: export, data: hard, format: trl}
              parts: {stage: split, data: hard, held_out: 2}
            """);
        Shell.Result run = Shell.run("run", recipe.toString(), "--out", path("run"));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(summary("rated").path("pairs").intValue())
                .as("equals make no pair")
                .isEqualTo(PROMPTS - 1);
        assertThat(summary("told").path("pairs").intValue()).isEqualTo(PROMPTS);
        assertThat(summary("judged").path("set_aside").path("contradicted").intValue())
                .isEqualTo(1);
        JsonNode pair = json(Files.readAllLines(folder.resolve("run/hard/groups.jsonl"))
                        .get(0))
                .path("pairs")
                .path(0);
        assertThat(pair.path("scores").propertyNames()).contains("length_gap", "similarity", "judge_margin");
        assertThat(json("run/order/order.json", "models").path(0).path("model").asString(""))
                .isEqualTo("good");
        assertThat(Files.readString(folder.resolve("run/figures/winrate.json"))).contains("\"win_rate\"");
        assertThat(Files.readAllLines(folder.resolve("run/export/preference.jsonl")))
                .hasSize(PROMPTS - 1);
        assertThat(json("run/parts/lineage.json", "settings").path("seed").longValue())
                .isEqualTo(9_007_199_254_740_993L);

        command("pairs", "--answers", path("answers.jsonl"), "--order-by", "rating", "--out", path("rated"));
        assertThat(folder.resolve("run/rated/groups.jsonl"))
                .hasSameBinaryContentAs(folder.resolve("rated/groups.jsonl"));
        command(
                "split",
                "--data",
                path("run/hard/groups.jsonl"),
                "--held-out",
                "2",
                "--seed",
                "9007199254740993",
                "--out",
                path("parts"));
        assertThat(folder.resolve("run/parts/train.jsonl")).hasSameBinaryContentAs(folder.resolve("parts/train.jsonl"));
        Shell.Result lineage = Shell.run("lineage", path("run/export/preference.jsonl"));
        assertThat(lineage.out()).contains("verdicts.json", "answers.jsonl").doesNotContain(" -- ");
    }

    @Test
    void aFolderOfFilesIsTakenWhereAFileIs() throws IOException {
        List<String> rows = Files.readAllLines(folder.resolve("answers.jsonl"));
        Path shards = Files.createDirectories(folder.resolve("shards/data")).getParent();
        Files.write(shards.resolve("data/0.jsonl"), rows.subList(0, PROMPTS));
        Files.write(shards.resolve("data/1.jsonl"), rows.subList(PROMPTS, 2 * PROMPTS));
        Files.writeString(shards.resolve("dataset_info.json"), "{}");
        Path verdicts = Files.createDirectory(folder.resolve("judged"));
        Files.copy(folder.resolve("verdicts.json"), verdicts.resolve("annotations.json"));
        Path recipe = Files.writeString(folder.resolve("recipe.yaml"), """
            stages:
              listed: {stage: answers, files: [shards]}
              pairs: {stage: pairs, answers: listed, order: [good, bad], verdicts: judged}
              parts: {stage: split, data: shards, held_out: 2}
            """);
        String plan = Shell.run("run", recipe.toString(), "--out", path("run"), "--dry-run")
                .out();
        assertThat(plan).contains("0 done, 3 to do");
        assertThat(folder.resolve("run")).doesNotExist();
        command("run", recipe.toString(), "--out", path("run"));
        command(
                "pairs",
                "--answers",
                shards.toString(),
                "--order",
                "good,bad",
                "--verdicts",
                verdicts.toString(),
                "--out",
                path("pairs"));
        assertThat(folder.resolve("run/pairs/groups.jsonl"))
                .hasSameBinaryContentAs(folder.resolve("pairs/groups.jsonl"));
        assertThat(Shell.run("lineage", path("run/parts/train.jsonl")).out())
                .contains(shards.toString())
                .doesNotContain(" -- ");

        Files.writeString(shards.resolve("README.md"), "what describes the data is none");
        assertThat(Shell.run("run", recipe.toString(), "--out", path("run")).out())
                .contains("0 stages done, 3 were done before");
        assertThat(Shell.run("lineage", path("run/parts/train.jsonl")).out()).doesNotContain(" -- ");

        Files.write(shards.resolve("data/2.jsonl"), List.of(answer(PROMPTS, "A lake.", "good", 5)));
        assertThat(Shell.run("lineage", path("run/parts/train.jsonl")).out())
                .contains(shards + ": a file of the user's", " -- was changed since it was used");
        Shell.Result again = Shell.run("run", recipe.toString(), "--out", path("run"), "--dry-run");
        assertThat(again.out()).contains("files changed", "data changed");
        command("run", recipe.toString(), "--out", path("run"));
        assertThat(summary("pairs").path("rows_read").intValue()).isEqualTo(2 * PROMPTS + 1);
    }

    @Test
    void aFolderThatHoldsNoDataOrTheRunItselfIsRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path recipe = Files.writeString(folder.resolve("recipe.yaml"), """
            stages:
              pairs: {stage: pairs, answers: empty, order: [good, bad], choose: {refusals: empty}}
            """);
        assertThat(Shell.run("run", recipe.toString(), "--out", path("run")).err())
                .contains(
                        "recipe.yaml:2:34: " + empty + " is a directory without data files",
                        "recipe.yaml:2:80: " + empty + " is a folder; choose.refusals takes files of a text");

        Files.copy(folder.resolve("answers.jsonl"), empty.resolve("answers.jsonl"));
        Files.writeString(recipe, "stages: {parts: {stage: split, data: empty, held_out: 2}}");
        for (String dry : List.of("--dry-run", "--redo")) {
            Shell.Result within = Shell.run("run", recipe.toString(), "--out", path("empty/run"), dry);
            assertThat(within.code()).isEqualTo(2);
            assertThat(within.err()).contains(path("empty/run") + " lies in " + empty + ", whose files are the data");
        }
        assertThat(empty.toFile().list()).containsExactly("answers.jsonl");
    }

    private static void command(String... args) {
        Shell.Result result = Shell.run(args);
        assertThat(result.code()).as(result.err()).isZero();
    }

    private JsonNode summary(String stage) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve("run/" + stage + "/summary.json")));
    }

    private JsonNode json(String file, String field) throws IOException {
        return json(Files.readString(folder.resolve(file))).path(field);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
