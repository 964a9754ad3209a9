package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.counterpoint.store.WholeFolder;
import org.counterpoint.testing.FakeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person presses Ctrl-C in each command that runs long, and gives the same command again. */
@Tag("slow")
class InterruptedCommandsTest {
    private static final int PROMPTS = 24;

    @TempDir
    Path folder;

    private final List<ChildCommand> children = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() {
        children.forEach(ChildCommand::close);
    }

    @BeforeEach
    void make() throws IOException {
        List<String> prompts = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String row = "{\"id\":\"g" + i + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Say " + i + ".\"}]";
            groups.add(row + ",\"responses\":[{\"model\":\"a\",\"text\":\"One, said " + i
                    + ".\"},{\"model\":\"b\",\"text\":\"No.\"}]}");
            if (i < PROMPTS) {
                prompts.add(row + "}");
            }
        }
        Files.write(folder.resolve("prompts.jsonl"), prompts);
        Files.write(folder.resolve("groups.jsonl"), groups);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sft", "dpo", "slic", "reward"})
    void trainKeepsTheRunningStepOnCtrlC(String method) throws Exception {
        TinyModels.make(folder, 7);
        String[] train = {
            "train",
            method,
            "--model",
            path("tiny"),
            "--data",
            path("groups.jsonl"),
            "--set",
            "groups_per_step=1",
            "--set",
            "learning_rate=1e-3",
            "--set",
            "steps=60",
            "--set",
            "checkpoint.every=0",
            "--out",
            path("run")
        };
        ChildCommand child = start(train);
        child.interrupt("INT", () -> ChildCommand.lines(folder.resolve("run/metrics.jsonl")) > 4);
        assertThat(child.output())
                .contains("stopping when the running step is done; another Ctrl-C ends at once")
                .containsPattern("counterpoint train: stopped after step \\d+ of 60; the same command goes on");
        long kept = ChildCommand.lines(folder.resolve("run/metrics.jsonl"));
        assertThat(folder.resolve("run/checkpoints/step-" + kept)).isDirectory();

        Shell.Result again = Shell.run(train);
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err()).contains("going on after step " + kept + " of 60");
        train[train.length - 1] = path("whole");
        assertThat(Shell.run(train).code()).isZero();
        same("run/final/model.safetensors", "whole/final/model.safetensors");
    }

    @Test
    void runStopsInTrainingAndGoesOnThere() throws Exception {
        TinyModels.make(folder, 7);
        Files.writeString(folder.resolve("recipe.yaml"), """
            stages:
              sft: {stage: train, method: sft, model: tiny, data: groups.jsonl, groups_per_step: 2, steps: 40}
              heard: {stage: generate, model: sft, data: prompts.jsonl, max_new_tokens: 4}
            """);
        String[] run = {"run", path("recipe.yaml"), "--out", path("run")};
        ChildCommand child = start(run);
        child.interrupt("TERM", () -> ChildCommand.lines(folder.resolve("run/.work/sft/artifact/metrics.jsonl")) > 4);
        assertThat(child.output())
                .containsPattern("counterpoint run: sft stopped after step \\d+ of 40; the same command goes on")
                .doesNotContain("heard:");
        assertThat(Files.readString(folder.resolve("run/run.json"))).contains("\"stopped\"");
        Shell.Result again = Shell.run(run);
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err()).contains("going on after step ");
        assertThat(Shell.run("run", path("recipe.yaml"), "--out", path("whole")).code())
                .isZero();
        same("run/sft/final/model.safetensors", "whole/sft/final/model.safetensors");
        same("run/heard/answers.jsonl", "whole/heard/answers.jsonl");
    }

    @Test
    void aSecondInterruptEndsAtOnce() throws Exception {
        TinyModels.make(folder, 7);
        // The first step takes all groups: nobody waits for it.
        ChildCommand child = start(
                "train",
                "dpo",
                "--model",
                path("tiny"),
                "--data",
                path("groups.jsonl"),
                "--out",
                path("run"),
                "--set",
                "groups_per_step=400",
                "--set",
                "epochs=1000",
                "--set",
                "threads=1");
        child.when(() -> Files.exists(folder.resolve("run/cache/reference-train.bin")));
        child.send("INT");
        child.when(() -> child.output().contains("another Ctrl-C"));
        child.send("INT");
        assertThat(child.exit()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(child.output()).doesNotContain("stopped after");
    }

    @Test
    void scoreAndGenerateGoOnAfterWhatTheyHad() throws Exception {
        TinyModels.make(folder, 7);
        again(
                new String[] {"score", "--model", path("tiny"), "--data", path("groups.jsonl"), "--out", path("s.jsonl")
                },
                folder.resolve(".s.jsonl.partial"),
                "s.jsonl");
        again(
                new String[] {
                    "generate",
                    "--model",
                    path("tiny"),
                    "--data",
                    path("prompts.jsonl"),
                    "--max-new-tokens",
                    "12",
                    "--batch-size",
                    "2",
                    "--out",
                    path("g.jsonl")
                },
                folder.resolve(".g.jsonl.journal.jsonl"),
                "g.jsonl");
    }

    private void again(String[] command, Path partial, String out) throws Exception {
        ChildCommand child = start(command);
        child.interrupt("INT", () -> ChildCommand.lines(partial) > 2);
        assertThat(folder.resolve(out)).doesNotExist();
        long kept = ChildCommand.lines(partial);
        assertThat(kept).isGreaterThan(2);
        assertThat(Shell.run(command).code()).isZero();
        Path first = Files.move(folder.resolve(out), folder.resolve("first-" + out));
        assertThat(Shell.run(command).code()).isZero();
        assertThat(first).hasSameBinaryContentAs(folder.resolve(out));
    }

    @Test
    void collectAndJudgeAskNothingTwiceButWhatWasInFlight() throws Exception {
        try (FakeServer server = FakeServer.start(InterruptedCommandsTest::slowly)) {
            String[] collect = {
                "collect",
                "--data",
                path("prompts.jsonl"),
                "--model",
                "m",
                "--endpoint",
                server.url(),
                "--concurrency",
                "2",
                "--out",
                path("c.jsonl")
            };
            start(collect).interrupt("INT", () -> server.questions().size() > 8);
            Shell.Result collected = Shell.run(collect);
            assertThat(collected.code()).as(collected.err()).isZero();
            assertThat(server.questions().size()).isBetween(PROMPTS, PROMPTS + 2);
            assertThat(ChildCommand.lines(folder.resolve("c.jsonl"))).isEqualTo(PROMPTS);

            int before = server.questions().size();
            Files.writeString(
                    folder.resolve("base.jsonl"),
                    Files.readString(folder.resolve("c.jsonl")).replace("m says", "b says"));
            String[] judge = {
                "judge",
                "--candidate",
                "c=" + path("c.jsonl"),
                "--baseline",
                "b=" + path("base.jsonl"),
                "--judge",
                "ranking",
                "--endpoint",
                server.url(),
                "--model",
                "j",
                "--concurrency",
                "2",
                "--out",
                path("verdicts")
            };
            start(judge).interrupt("INT", () -> server.questions().size() > before + 8);
            Shell.Result judged = Shell.run(judge);
            assertThat(judged.code()).as(judged.err()).isZero();
            assertThat(server.questions().size() - before).isBetween(PROMPTS, PROMPTS + 2);
        }
    }

    @Test
    void pairsLeavesNothingHalfDone() throws Exception {
        Path a = Files.writeString(
                folder.resolve("a.jsonl"), "{\"instruction\":\"q\",\"output\":\"yes\",\"generator\":\"a\"}\n");
        leavesNothingHalfDone(
                "{\"instruction\":\"q\",\"output\":\"no\",\"generator\":\"b\"}\n",
                "pairs",
                "--answers",
                "a=" + a,
                "--answers",
                "b=INPUT",
                "--order",
                "a,b",
                "--out",
                path("out"));
        assertThat(ChildCommand.lines(folder.resolve("out/pairs.jsonl"))).isEqualTo(1);
    }

    @Test
    void difficultyAndExportLeaveNothingHalfDone() throws Exception {
        Path pairs = folder.resolve("made");
        for (String model : List.of("a", "b")) {
            Files.writeString(
                    folder.resolve(model + ".jsonl"), "{\"instruction\":\"q\",\"output\":\"of " + model + "\"}\n");
        }
        assertThat(Shell.run(
                                "pairs",
                                "--answers",
                                "a=" + path("a.jsonl"),
                                "--answers",
                                "b=" + path("b.jsonl"),
                                "--order",
                                "a,b",
                                "--out",
                                pairs.toString())
                        .code())
                .isZero();
        String rows = Files.readString(pairs.resolve("groups.jsonl"));
        leavesNothingHalfDone(rows, "difficulty", "--data", "INPUT", "--out", path("out"));
        leavesNothingHalfDone(rows, "export", "--data", "INPUT", "--format", "trl", "--out", path("out"));
    }

    @Test
    void orderAndWinrateLeaveNothingHalfDone() throws Exception {
        String verdicts = "{\"instruction\":\"q\",\"output_1\":\"one\",\"generator_1\":\"a\",\"output_2\":\"two\","
                + "\"generator_2\":\"b\",\"annotator\":\"j\",\"preference\":2}\n";
        leavesNothingHalfDone(verdicts, "order", "--verdicts", "INPUT");
        leavesNothingHalfDone(verdicts, "winrate", "INPUT", "--out", path("out"));
    }

    @Test
    void demoGoesOnWithinTheStageThatWasStopped() throws Exception {
        String[] demo = {"demo", "--out", path("demo")};
        Path journal = folder.resolve("demo/run/.work/answered-start/artifact/.answers.jsonl.journal.jsonl");
        Path pairs = folder.resolve("demo/run/pairs");
        start(demo).interrupt("INT", () -> ChildCommand.lines(journal) > 2 && Files.isDirectory(pairs));
        List<String> kept = Files.readAllLines(journal);
        ChildCommand again = start(demo);
        again.interrupt("INT", () -> ChildCommand.lines(journal) > kept.size() + 2);
        assertThat(Files.readAllLines(journal)).startsWith(kept.toArray(String[]::new));
        assertThat(again.output()).doesNotContain("] pairs: ");
    }

    /**
     * Interrupts a command while it reads, and gives it again.
     *
     * @param rows what its input holds when it is given again
     * @param command with INPUT where the input's name stands; what comes after {@code --out} is not there until the end
     */
    private void leavesNothingHalfDone(String rows, String... command) throws Exception {
        Path input = folder.resolve("input.jsonl");
        assertThat(new ProcessBuilder("mkfifo", input.toString()).start().waitFor())
                .isZero();
        String[] given = Stream.of(command)
                .map(word -> word.replace("INPUT", input.toString()))
                .toArray(String[]::new);
        ChildCommand child = start(given);
        Process writer = new ProcessBuilder("sh", "-c", "exec sleep 60 > " + input).start();
        try {
            child.interrupt("INT", () -> opened(writer, input));
        } finally {
            writer.destroyForcibly();
        }
        assertThat(folder.resolve("out")).as(String.join(" ", command)).doesNotExist();
        Files.delete(input);
        Files.writeString(input, rows);
        Shell.Result again = Shell.run(given);
        assertThat(again.code()).as(again.err()).isZero();
        Files.delete(input);
        if (!command[0].equals("pairs")) {
            WholeFolder.delete(folder.resolve("out"));
        }
    }

    /** A pipe opens for writing once somebody reads it. */
    private static boolean opened(Process writer, Path pipe) {
        try {
            return Files.exists(Path.of("/proc/" + writer.pid() + "/fd/1"))
                    && Files.readSymbolicLink(Path.of("/proc/" + writer.pid() + "/fd/1"))
                            .equals(pipe.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private static FakeServer.Answer slowly(FakeServer.Question question) {
        String model = question.json().path("model").asString("torn by an interrupt");
        String text = model.equals("j")
                ? "[{'model': 'model_1', 'rank': 1}, {'model': 'model_2', 'rank': 2}]"
                : model + " says " + question.text();
        return answer -> {
            Thread.sleep(30);
            FakeServer.text(text).write(answer);
        };
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private void same(String one, String other) {
        assertThat(folder.resolve(one)).hasSameBinaryContentAs(folder.resolve(other));
    }

    private ChildCommand start(String... arguments) throws IOException {
        ChildCommand child = ChildCommand.start(folder, arguments);
        children.add(child);
        return child;
    }
}
