package org.counterpoint.app.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.counterpoint.app.Shell;
import org.counterpoint.app.TinyModels;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A recipe as a user runs it, again and again, on a tiny model. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RunRecipeTest {

    private static final String RECIPE = """
        about: a small comparison
        seed: 3
        defaults:
          train: {learning_rate: 1e-3, groups_per_step: 2, beta: 0.2}
        stages:
          answers:
            stage: answers
            files: {strong: strong.jsonl, middle: middle.jsonl, weak: weak.jsonl}
          pairs: {stage: pairs, answers: answers, order: [strong, middle, weak]}
          parts: {stage: split, data: pairs, held_out: 4}
          sft: {stage: train, method: sft, model: tiny, data: parts.train}
          dpo:
            stage: train
            method: dpo
            model: sft
            data: parts.train
            evaluation: {data: parts.held-out}
            arms:
              curriculum: [none, linear]
              seed: [1, 2]
          heard:
            stage: generate
            model: dpo
            data: parts.held-out
            max_new_tokens: 4
        """;

    @TempDir
    static Path folder;

    @BeforeAll
    static void inputs() throws IOException {
        for (String model : List.of("strong", "middle", "weak")) {
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                int sum = model.equals("strong") ? i + 1 : model.equals("middle") ? i : 0;
                rows.add("{\"instruction\":\"What is " + i + " plus 1?\",\"output\":\"The sum is " + sum + ".\"}");
            }
            Files.write(folder.resolve(model + ".jsonl"), rows);
        }
        TinyModels.make(folder, 7);
        Files.writeString(folder.resolve("recipe.yaml"), RECIPE);
    }

    @Test
    @Order(1)
    void allStagesAreDoneForEachArm() throws IOException {
        Shell.Result result = run();
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).startsWith("12 stages done, in " + folder.resolve("run") + "\n");
        String page = Files.readString(folder.resolve("run/report.html"));
        assertThat(page.contains("dpo/linear-seed1") && page.contains("strong&gt;weak"))
                .isTrue();
        assertThat(names("run/dpo")).containsExactly("linear-seed1", "linear-seed2", "none-seed1", "none-seed2");
        assertThat(names("run/heard")).containsExactly("linear-seed1", "linear-seed2", "none-seed1", "none-seed2");
        assertThat(Files.readAllLines(folder.resolve("run/heard/none-seed1/answers.jsonl")))
                .hasSize(4)
                .allMatch(line -> line.contains("\"model\":\"dpo/none-seed1\""));
        JsonNode lineage = json("run/dpo/linear-seed2/lineage.json");
        assertThat(lineage.path("settings").path("curriculum.kind").stringValue())
                .isEqualTo("linear");
        assertThat(lineage.path("settings").path("beta").doubleValue()).isEqualTo(0.2);
        assertThat(lineage.path("inputs").path("model").path(0).path("path").stringValue())
                .isEqualTo("../../sft/final");
        assertThat(names("run")).contains("run.json", "dpo", "heard", "parts").doesNotContain("work");
    }

    @Test
    @Order(2)
    void nothingIsDoneTwice() throws IOException {
        byte[] before = Files.readAllBytes(folder.resolve("run/dpo/none-seed1/lineage.json"));
        Shell.Result result = run();
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).startsWith("0 stages done, 12 were done before, in " + folder.resolve("run") + "\n");
        assertThat(folder.resolve("run/dpo/none-seed1/lineage.json")).hasBinaryContent(before);
    }

    @Test
    @Order(3)
    void theContentOfATemplateFileDecidesToo() throws IOException {
        Path template = Files.writeString(folder.resolve("own.jinja"), "{{ messages[0].content }}");
        String set = "heard.chat_template=" + template;
        assertThat(run("--dry-run", "--set", set).out()).contains("8 done, 4 to do");
        assertThat(run("--set", set).out()).startsWith("4 stages done, 8 were done before");
        assertThat(run("--dry-run", "--set", set).out()).contains("12 done, 0 to do");
        Files.writeString(template, "{{ messages[0].content }}!");
        assertThat(run("--dry-run", "--set", set).out()).contains("8 done, 4 to do");
        run(); // As it was, for the tests that follow.
    }

    @Test
    @Order(4)
    void onlyWhatAChangeReachesIsDoneAgain() {
        Shell.Result result = run("--set", "heard.max_new_tokens=5");
        assertThat(result.out()).startsWith("4 stages done, 8 were done before");
    }

    @Test
    @Order(5)
    void aDryRunShowsWhatIsDoneAndWhatIsToDoAndTouchesNothing() throws IOException {
        List<String> before = tree();
        Shell.Result same = run("--dry-run", "--set", "heard.max_new_tokens=5");
        assertThat(same.out()).contains("12 done, 0 to do");
        Shell.Result changed = run("--dry-run", "--set", "dpo.beta=0.3", "--json");
        JsonNode plan = JsonMapper.shared().readTree(changed.out());
        assertThat(plan.path("tasks")
                        .valueStream()
                        .map(task -> task.path("id").stringValue() + " "
                                + task.path("state").stringValue() + " "
                                + task.path("why").asString("")))
                .contains(
                        "sft done ",
                        "dpo/none-seed1 to do settings changed",
                        "heard/none-seed1 to do after dpo/none-seed1");
        assertThat(plan.path("tokens").longValue()).isPositive();
        JsonNode training = plan.path("tasks")
                .valueStream()
                .filter(task -> task.path("id").stringValue().equals("dpo/none-seed1"))
                .findFirst()
                .orElseThrow()
                .path("plan");
        assertThat(training.path("peak_anonymous_bytes").longValue()).isPositive();
        assertThat(training.path("learnt_parameters").longValue())
                .isEqualTo(training.path("parameters").longValue());
        Shell.Result fresh = Shell.run("run", path("recipe.yaml"), "--out", path("elsewhere"), "--dry-run");
        assertThat(fresh.out())
                .contains("0 done, 12 to do")
                .contains("not made yet")
                .contains("dpo/none-seed1 takes about ")
                .contains("of memory, learns ");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
        assertThat(tree()).isEqualTo(before);
    }

    @Test
    @Order(6)
    void aCheckpointLeadsBackToEveryPairAndItsRows() {
        Shell.Result lineage = Shell.run("lineage", path("run/dpo/linear-seed1/final"));
        assertThat(lineage.code()).as(lineage.err()).isZero();
        assertThat(lineage.out())
                .contains("final: stage dpo/linear-seed1 (train), made ")
                .contains("  data: " + path("run/parts/train.jsonl") + ": stage parts (split)")
                .contains("    data: " + path("run/pairs/groups.jsonl") + ": stage pairs (pairs)")
                .contains("        files: " + path("weak.jsonl") + ": a file of the user's, sha256 ");
        List<String> rows = Shell.run("lineage", path("run/dpo/linear-seed1/final"), "--rows")
                .out()
                .lines()
                .toList();
        assertThat(rows)
                .filteredOn(row -> row.startsWith("linear-seed1"))
                .as("two groups a step: of the first the easy pairs alone, of the last the hard ones, between both")
                .hasSize(2 + 2 * 4 + 2);
        assertThat(rows).filteredOn(row -> row.startsWith("sft")).hasSize(8);
        assertThat(rows).anyMatch(row -> row.matches(".*\tstrong>weak\t.*/strong.jsonl:(\\d+)\t.*/weak.jsonl:\\1"));
    }

    @Test
    @Order(7)
    void aFileChangedByHandIsRefusedAndRedoneWhenAsked() throws IOException {
        Path train = folder.resolve("run/parts/train.jsonl");
        String before = Files.readString(train);
        Files.writeString(train, before.replace("The sum", "The Sum"));
        Shell.Result refused = run("--set", "heard.max_new_tokens=5");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("artifacts are not as their stages left them, and nothing was done:\n  " + train
                        + " was changed")
                .contains("give --redo");
        assertThat(Shell.run("lineage", path("run/dpo/linear-seed1")).out())
                .contains(train + ": stage parts (split)")
                .contains("-- was changed since it was used");
        Shell.Result redone = run("--set", "heard.max_new_tokens=5", "--redo");
        assertThat(redone.code()).as(redone.err()).isZero();
        assertThat(redone.out()).startsWith("1 stages done, 11 were done before");
        assertThat(train).hasContent(before);
    }

    @Test
    @Order(8)
    void aSecondProcessIsRefused() throws IOException {
        try (FileChannel held = FileChannel.open(folder.resolve("run/.lock"), StandardOpenOption.WRITE);
                FileLock lock = held.lock()) {
            assertThat(lock.isValid()).isTrue();
            Shell.Result second = run();
            assertThat(second.code()).isEqualTo(2);
            assertThat(second.err()).contains("run is in use by another process");
        }
    }

    @Test
    @Order(9)
    void anArmThatDivergesLeavesTheOthersToGoOn() throws IOException {
        Shell.Result result = Shell.run(
                "run",
                path("recipe.yaml"),
                "--out",
                path("diverging"),
                "--set",
                "dpo.arms={rate: {usual: , mad: {learning_rate: 1e30, clip_norm: 1e30, epochs: 3}}}",
                "--stacktrace");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .startsWith("6 stages done, in ")
                .containsPattern("dpo/mad failed: .*recipe\\.yaml:[0-9]+:3: ")
                .contains("heard/mad skipped: needs dpo/mad");
        assertThat(result.err()).contains("TrainingException", "\tat org.counterpoint.train.");
        assertThat(folder.resolve("diverging/.work/dpo/mad/failure.txt"))
                .content()
                .contains("\tat org.counterpoint.train.");
        assertThat(folder.resolve("diverging/heard/usual/answers.jsonl")).exists();
        assertThat(folder.resolve("diverging/dpo/mad")).doesNotExist();
        assertThat(json("diverging/run.json").path("status").stringValue()).isEqualTo("failed");
    }

    @Test
    @Order(10)
    void aFolderOfSomethingElseIsLeftAlone() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("thesis.txt"), "mine");
        Shell.Result refused = Shell.run("run", path("recipe.yaml"), "--out", other.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("is not a run of a recipe");
        assertThat(names("other")).containsExactly("thesis.txt");
    }

    @Test
    @Order(11)
    void whatArmsShareChangesNoByte() throws IOException {
        assertThat(folder.resolve("run/.cache")).isNotEmptyDirectory();
        Shell.Result alone = Shell.run(
                "train",
                "dpo",
                "--model",
                path("run/sft/final"),
                "--data",
                path("run/parts/train.jsonl"),
                "--out",
                path("alone"),
                "--seed",
                "2",
                "--set",
                "learning_rate=1e-3",
                "--set",
                "groups_per_step=2",
                "--set",
                "beta=0.2",
                "--set",
                "curriculum=linear",
                "--set",
                "evaluation.data=" + path("run/parts/held-out.jsonl"));
        assertThat(alone.code()).as(alone.err()).isZero();
        assertThat(folder.resolve("run/dpo/linear-seed2/final/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("alone/final/model.safetensors"));
        assertThat(withoutTimes("run/dpo/linear-seed2/metrics.jsonl")).isEqualTo(withoutTimes("alone/metrics.jsonl"));
    }

    private static List<JsonNode> withoutTimes(String metrics) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(metrics))) {
            ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(line);
            json.properties().removeIf(field -> field.getKey().matches(".*(seconds|per_second).*"));
            lines.add(json);
        }
        return lines;
    }

    private static List<String> tree() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.map(Path::toString).sorted().toList();
        }
    }

    private static Shell.Result run(String... more) {
        return Shell.run(Stream.concat(Stream.of("run", path("recipe.yaml"), "--out", path("run")), Stream.of(more))
                .toArray(String[]::new));
    }

    private static List<String> names(String of) throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve(of))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static JsonNode json(String file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve(file)));
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }
}
