package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.counterpoint.testing.FakeServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A policy that learns by PPO is killed by the system in each part of a step, and goes on to the same bytes. */
@Tag("slow")
class KilledPolicyTest {
    private static final int PROMPTS = 24;
    private static final int STEPS = 6;

    /** Two prompts of two answers: a judge is asked once for each prompt. */
    private static final int QUESTIONS = 2;

    @TempDir
    Path folder;

    private final AtomicInteger answered = new AtomicInteger();

    @Test
    void aPolicyKilledInEachPartOfAStepEndsInTheSameBytes() throws Exception {
        TinyModels.make(folder, 7);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < PROMPTS; i++) {
            rows.add("{\"instruction\":\"do " + i + "\"}");
        }
        Files.write(folder.resolve("prompts.jsonl"), rows);
        try (FakeServer server = FakeServer.start(this::slowly)) {
            Files.writeString(
                    folder.resolve("judge.yaml"),
                    "judge: ranking\nendpoint: " + server.url() + "\nmodel: judge\nconcurrency: 1\n");
            Path killed = folder.resolve("killed");

            // Sampling: the step before is done to its last byte, and nobody is asked yet.
            kill(() -> Files.exists(killed.resolve("checkpoints/step-1/checksums.sha256")));
            // Scoring: the judge has begun on the third step.
            kill(() -> server.questions().size() > 2 * QUESTIONS);
            // Learning: all of a step is scored.
            int before = answered.get();
            kill(() -> answered.get() >= before + QUESTIONS);
            // Writing: the step's answers are there, its figures are not; and a checkpoint is being made.
            killAt("MetricsLog", "write");
            assertThat(ChildCommand.lines(killed.resolve("rollouts.jsonl")))
                    .isEqualTo(4 * ChildCommand.lines(killed.resolve("metrics.jsonl")) + 4);
            killAt("PolicyState", "write");
            assertThat(hasUnfinished(killed.resolve("checkpoints"))).isTrue();

            assertThat(run("killed").code()).isZero();
            assertThat(server.questions().size() - STEPS * QUESTIONS)
                    .as("questions asked again: of the one under way, and of nothing that was answered")
                    .isBetween(0, 5);
            assertThat(run("whole").code()).isZero();
        }
        for (String file : List.of(
                "rollouts.jsonl",
                "final/model.safetensors",
                "checkpoints/step-6/value/model.safetensors",
                "checkpoints/step-6/optimizer.safetensors")) {
            assertThat(folder.resolve("killed").resolve(file))
                    .as(file)
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
        }
        assertThat(figures("killed")).hasSize(STEPS).isEqualTo(figures("whole"));
    }

    /** Of every step, all but times. */
    private List<ObjectNode> figures(String out) throws IOException {
        List<ObjectNode> figures = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(out).resolve("metrics.jsonl"))) {
            ObjectNode figure = (ObjectNode) JsonMapper.shared().readTree(line);
            figure.remove(figure.propertyNames().stream()
                    .filter(name -> name.contains("second"))
                    .toList());
            figures.add(figure);
        }
        return figures;
    }

    private static boolean hasUnfinished(Path checkpoints) {
        try (Stream<Path> all = Files.list(checkpoints)) {
            return all.anyMatch(
                    one -> !Objects.requireNonNull(one.getFileName()).toString().matches("step-\\d+"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FakeServer.Answer slowly(FakeServer.Question question) {
        boolean first = question.text().hashCode() % 2 == 0;
        return answer -> {
            Thread.sleep(20);
            FakeServer.text("[{'model': 'model_1', 'rank': " + (first ? 1 : 2) + "}, {'model': 'model_2', 'rank': "
                            + (first ? 2 : 1) + "}]")
                    .write(answer);
            answered.incrementAndGet();
        };
    }

    private String[] command(String out) {
        return new String[] {
            "train",
            "ppo",
            "--model",
            path("tiny"),
            "--data",
            path("prompts.jsonl"),
            "--out",
            path(out),
            "--reward-judge",
            path("judge.yaml"),
            "--set",
            "samples=2",
            "--set",
            "prompts_per_step=2",
            "--set",
            "steps=" + STEPS,
            "--set",
            "max_new_tokens=24",
            "--set",
            "checkpoint.every=1",
            "--set",
            "learning_rate=1e-3",
            "--set",
            "kl_target=1"
        };
    }

    private void kill(BooleanSupplier moment) throws Exception {
        try (ChildCommand run = ChildCommand.start(folder, command("killed"))) {
            run.kill(moment);
        }
    }

    private void killAt(String type, String method) throws Exception {
        ChildCommand.killedAt(folder, "org.counterpoint.train.run." + type, method, command("killed"));
    }

    private Shell.Result run(String out) {
        Shell.Result result = Shell.run(command(out));
        assertThat(result.code()).as(result.err()).isZero();
        return result;
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
