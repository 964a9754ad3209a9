package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From three models' answers to a post-trained checkpoint, as a user types it, on a tiny model. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WholeWayTest {

    private static final int PROMPTS = 12;

    @TempDir
    static Path folder;

    @Test
    @Order(1)
    void answersBecomeGroupsAndHeldOutPrompts() throws IOException {
        for (String model : List.of("strong", "middle", "weak")) {
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < PROMPTS; i++) {
                rows.add("{\"instruction\":\"What is " + i + " plus 1?\",\"output\":\"The sum is "
                        + (model.equals("strong") ? i + 1 : model.equals("middle") ? i : 0) + ".\",\"generator\":\""
                        + model
                        + "\"}");
            }
            Files.write(folder.resolve(model + ".jsonl"), rows);
        }
        done(run(
                "pairs",
                "--answers",
                path("strong.jsonl"),
                path("middle.jsonl"),
                path("weak.jsonl"),
                "--order",
                "strong,middle,weak",
                "--out",
                path("pairs")));
        done(run("split", "--data", path("pairs/groups.jsonl"), "--held-out", "4", "--out", path("parts")));
        TinyModels.make(folder, 7);
        assertThat(folder.resolve("tiny/model.safetensors")).exists();
    }

    @Test
    @Order(2)
    void sftThenDpoTrain() throws IOException {
        Shell.Result sft = done(train("sft", "tiny", "sft", "--set", "epochs=2", "--seed", "3"));
        assertThat(sft.out()).contains("8 steps").contains("the model is in " + path("sft/final"));
        Shell.Result dpo = done(train(
                "dpo",
                "sft/final",
                "dpo",
                "--set",
                "curriculum=linear",
                "--set",
                "evaluation.data=" + path("parts/held-out.jsonl"),
                "--json"));
        JsonNode result = JsonMapper.shared().readTree(dpo.out());
        assertThat(result.path("steps").intValue()).isEqualTo(4);
        assertThat(result.path("metrics").path("eval_loss").isNumber()).isTrue();
        JsonNode first = JsonMapper.shared()
                .readTree(Files.readAllLines(folder.resolve("dpo/metrics.jsonl")).stream()
                        .filter(line -> line.contains("\"loss\""))
                        .findFirst()
                        .orElseThrow());
        assertThat(first.path("loss").doubleValue()).isBetween(0.6931, 0.6932);
    }

    @Test
    @Order(3)
    void aFinishedRunSaysSoAndOtherSettingsAreRefused() {
        Shell.Result again = done(train("sft", "tiny", "sft", "--set", "epochs=2", "--seed", "3"));
        assertThat(again.err()).contains("holds this run, finished");
        Shell.Result other = train("sft", "tiny", "sft", "--set", "epochs=3", "--seed", "3");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("epochs");
    }

    @Test
    @Order(4)
    void heldOutGroupsAreScored() throws IOException {
        Shell.Result score = done(score("scores.jsonl", "--json"));
        assertThat(JsonMapper.shared().readTree(score.out()).path("responses").intValue())
                .isEqualTo(12);
        List<String> lines = Files.readAllLines(folder.resolve("scores.jsonl"));
        assertThat(lines).hasSize(4);
        JsonNode response =
                JsonMapper.shared().readTree(lines.get(0)).path("responses").get(0);
        assertThat(response.path("model").stringValue()).isEqualTo("strong");
        assertThat(response.path("logp").doubleValue()).isNegative();

        assertThat(score("scores.jsonl").code()).isEqualTo(2);
        byte[] before = Files.readAllBytes(folder.resolve("scores.jsonl"));
        done(score("scores.jsonl", "--overwrite"));
        assertThat(folder.resolve("scores.jsonl")).hasBinaryContent(before);
        assertThat(score("other.jsonl", "--set", "max_lenght=3").err())
                .isEqualTo("counterpoint score: there is no setting max_lenght; did you mean max_length?\n");
    }

    @Test
    @Order(5)
    void theTrainedModelAnswers() throws IOException {
        done(run(
                "generate",
                "--model",
                path("dpo/final"),
                "--data",
                path("parts/held-out.jsonl"),
                "--out",
                path("answers.jsonl"),
                "--max-new-tokens",
                "8"));
        List<String> answers = Files.readAllLines(folder.resolve("answers.jsonl"));
        assertThat(answers).hasSize(4).allMatch(line -> line.contains("\"model\":\"dpo\""));
    }

    @Test
    @Order(6)
    void faultsOfTheCommandLineAreReportedAtOnce() {
        Shell.Result faults =
                train("dpo", "tiny", "faulty", "--set", "betta=1", "--set", "epochs=0", "--set", "delta=1");
        assertThat(faults.code()).isEqualTo(2);
        assertThat(faults.err())
                .contains("3 settings of dpo are wrong")
                .contains("beta")
                .contains("delta");
        assertThat(folder.resolve("faulty")).doesNotExist();
        assertThat(train("dpoo", "tiny", "faulty").err()).contains("no training method is named dpoo");
        assertThat(train("dpo", "tiny", "faulty", "--learning-rate", "1").err())
                .contains("unknown option '--learning-rate'\ndid you mean --set learning_rate=...?");
    }

    @Test
    void settingsListsEveryDefault() {
        assertThat(done(run("settings", "simpo")).out()).contains("gamma").contains("constant, linear, cosine");
        assertThat(run("settings", "smpo").err()).contains("did you mean simpo?");
    }

    private static Shell.Result train(String method, String from, String out, String... more) {
        return run(Stream.concat(
                        Stream.of(
                                "train",
                                method,
                                "--model",
                                path(from),
                                "--data",
                                path("parts/train.jsonl"),
                                "--out",
                                path(out),
                                "--set",
                                "groups_per_step=2",
                                "--set",
                                "learning_rate=1e-3"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private static Shell.Result score(String out, String... more) {
        return run(Stream.concat(
                        Stream.of(
                                "score",
                                "--model",
                                path("sft/final"),
                                "--data",
                                path("parts/held-out.jsonl"),
                                "--out",
                                path(out)),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private static Shell.Result run(String... args) {
        return Shell.run(args);
    }

    private static Shell.Result done(Shell.Result result) {
        assertThat(result.code()).as(result.err()).isZero();
        return result;
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }
}
