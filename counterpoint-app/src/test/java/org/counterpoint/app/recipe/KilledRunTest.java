package org.counterpoint.app.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.counterpoint.app.ChildCommand;
import org.counterpoint.app.Shell;
import org.counterpoint.app.TinyModels;
import org.counterpoint.testing.FakeServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A recipe's process is killed in one stage after another, by the system, and goes on to the same bytes. */
@Tag("slow")
class KilledRunTest {
    private static final int PROMPTS = 24;
    private static final int AT_ONCE = 4;

    private static final String RECIPE = """
        seed: 5
        defaults:
          collect: {endpoint: URL, concurrency: 4, max_new_tokens: 20}
          train: {learning_rate: 1e-3, groups_per_step: 1, checkpoint: {every: 3}}
        stages:
          asked: {stage: collect, data: prompts.jsonl, arms: {model: [big, small]}}
          pairs: {stage: pairs, answers: "asked[*]", order: [big, small]}
          dpo: {stage: train, method: dpo, model: tiny, data: pairs}
          heard: {stage: generate, model: dpo, data: prompts.jsonl, max_new_tokens: 12, batch_size: 2}
          judged:
            stage: judge
            candidate: heard
            baseline: asked[small]
            judge: ranking
            endpoint: URL
            concurrency: 4
            model: j
        """;

    @TempDir
    Path folder;

    @Test
    void aRunKilledInEachStageEndsInTheSameBytes() throws Exception {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < PROMPTS; i++) {
            rows.add("{\"instruction\":\"Say " + i + ".\"}");
        }
        Files.write(folder.resolve("prompts.jsonl"), rows);
        TinyModels.make(folder, 7);
        try (FakeServer server = FakeServer.start(KilledRunTest::slowly)) {
            Files.writeString(folder.resolve("recipe.yaml"), RECIPE.replace("URL", server.url()));
            Path work = folder.resolve("killed/.work");

            kill(() -> server.questions().size() > PROMPTS / 2);
            kill(() -> ChildCommand.lines(work.resolve("dpo/artifact/metrics.jsonl")) > 4);
            kill(() -> ChildCommand.lines(work.resolve("heard/artifact/.answers.jsonl.journal.jsonl")) > 6);
            kill(() -> server.questions().size() > 2 * PROMPTS + PROMPTS / 2);
            Shell.Result end = run("killed");
            assertThat(end.code()).as(end.err()).isZero();
            assertThat(server.questions().size() - 3 * PROMPTS)
                    .as("questions asked twice, by two kills")
                    .isBetween(0, 2 * AT_ONCE);
            assertThat(work.toFile().list()).isNullOrEmpty();

            assertThat(run("whole").code()).isZero();
        }
        for (String file : List.of(
                "pairs/groups.jsonl",
                "pairs/pairs.jsonl",
                "dpo/final/model.safetensors",
                "heard/answers.jsonl",
                "judged/summary.json")) {
            assertThat(folder.resolve("killed").resolve(file))
                    .as(file)
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
        }
        assertThat(verdicts("killed", "judged")).isEqualTo(verdicts("whole", "judged"));
    }

    /** All but how long the judge took. */
    private List<JsonNode> verdicts(String out, String stage) throws IOException {
        Path file = folder.resolve(out).resolve(stage).resolve("annotations.json");
        List<JsonNode> rows = new ArrayList<>();
        for (JsonNode row : JsonMapper.shared().readTree(Files.readString(file))) {
            ((ObjectNode) row).remove("time_per_example");
            rows.add(row);
        }
        return rows;
    }

    private static FakeServer.Answer slowly(FakeServer.Question question) {
        String model = question.json().path("model").asString("torn by a kill");
        String text = model.equals("j")
                ? "[{'model': 'model_1', 'rank': 1}, {'model': 'model_2', 'rank': 2}]"
                : model + " says " + question.text();
        return answer -> {
            Thread.sleep(30);
            FakeServer.text(text).write(answer);
        };
    }

    private void kill(BooleanSupplier moment) throws Exception {
        try (ChildCommand run = ChildCommand.start(
                folder,
                "run",
                folder.resolve("recipe.yaml").toString(),
                "--out",
                folder.resolve("killed").toString())) {
            run.kill(moment);
        }
    }

    private Shell.Result run(String out) {
        return Shell.run(
                "run",
                folder.resolve("recipe.yaml").toString(),
                "--out",
                folder.resolve(out).toString());
    }
}
