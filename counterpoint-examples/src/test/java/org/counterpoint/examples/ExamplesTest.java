package org.counterpoint.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.counterpoint.api.Preferences;
import org.counterpoint.api.TextJudge;
import org.counterpoint.api.Trainer;
import org.counterpoint.data.InputException;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.demo.world.WorldFiles;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.ModelInitializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every program does what it says, on a tiny model with random weights and without the launcher's flags. */
class ExamplesTest {

    @TempDir
    static Path shared;

    @TempDir
    Path temp;

    private static Path model = Path.of("");

    @BeforeAll
    static void make() throws IOException {
        WorldFiles.modelParts(shared);
        model = shared.resolve("tiny");
        ModelInitializer.write(
                shared.resolve("config.json"), shared.resolve("tokenizer"), model, DType.F32, 1, Long.MAX_VALUE);
    }

    @FunctionalInterface
    private interface Program {
        void main(String[] args) throws Exception;
    }

    private static String said(Program program, Path... args) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, UTF_8));
        try {
            program.main(Stream.of(args).map(Path::toString).toArray(String[]::new));
        } finally {
            System.setOut(before);
        }
        return out.toString(UTF_8);
    }

    @Test
    void pairsComeFromLists() throws Exception {
        Path file = temp.resolve("deep/groups.jsonl");
        assertThat(said(PairsFromLists::main, file)).isEqualTo(String.format("3 groups, 7 pairs%n"));
        assertThat(Files.readAllLines(file)).hasSize(3);
    }

    @Test
    void aModelIsTrained() throws Exception {
        assertThat(said(TrainByDpo::main, model, temp.resolve("run")))
                .containsPattern("step 1 of 3: 0\\.6931\\R")
                .contains("step 3 of 3: ", "the model is in " + temp.resolve("run/final"));
    }

    @Test
    void answersAreScored() throws Exception {
        assertThat(said(ScoreAnswers::main, model))
                .containsPattern("-\\d+\\.\\d{3} nats: Blue, on a clear day\\.\\R")
                .containsPattern("-\\d+\\.\\d{3} nats: The sky\\R");
    }

    @Test
    void answersAreGenerated() throws Exception {
        String once = said(GenerateAnswers::main, model);
        assertThat(once.lines().filter(line -> line.startsWith("likeliest: "))).hasSize(2);
        assertThat(said(GenerateAnswers::main, model)).isEqualTo(once);
    }

    @Test
    void aPolicyLearnsFromItsOwnAnswers() throws Exception {
        Path out = temp.resolve("policy");
        assertThat(said(TrainByReward::main, model, out))
                .containsPattern("step 2 of 2: scores -?\\d+\\.\\d{3}\\R")
                .contains("the model is in " + out.resolve("final"));
        assertThat(Files.readAllLines(temp.resolve("policy.prompts.jsonl"))).hasSize(4);
        assertThat(Files.readAllLines(out.resolve("rollouts.jsonl"))).hasSize(16);
    }

    @Test
    void aRewardThatIsNoNumberStopsTheRun() {
        assertThatThrownBy(() -> Trainer.grpo(model)
                        .prompts(List.of("a", "b"))
                        .reward("broken", (question, answer) -> Double.NaN)
                        .set("max_new_tokens", 4)
                        .run(temp.resolve("nan")))
                .hasMessageContaining("the reward broken of an answer to 'a' is NaN");
        assertThatThrownBy(() -> Trainer.dpo(model)
                        .groups(PairsFromLists.groups())
                        .reward("any", (question, answer) -> 1)
                        .run(temp.resolve("none")))
                .hasMessage("dpo learns from given answers, not from rewards; leave the rewards out");
    }

    @Test
    void aRewardModelJudges() throws Exception {
        assertThat(said(RewardAndJudge::main, model, temp.resolve("reward"))).contains("better: FIRST");
    }

    @Test
    void aRunKeepsItsGroupsAndKnowsThemAgain() {
        Path out = temp.resolve("kept");
        Trainer trainer = Trainer.sft(model).set("steps", 1).heldOut(PairsFromLists.groups());
        Trainer.Trained trained = trainer.groups(PairsFromLists.groups()).run(out);
        assertThat(trained.metrics()).containsKeys("loss", "eval_loss");
        assertThat(temp.resolve("kept.groups.jsonl")).hasSameTextualContentAs(temp.resolve("kept.held-out.jsonl"));
        assertThat(trainer.run(out).finishedBefore()).isTrue();
        List<ResponseGroup> others =
                Preferences.pairs().add("Is it so?", "Yes.", "no").groups();
        assertThatThrownBy(() -> trainer.groups(others).run(out))
                .isInstanceOf(InputException.class)
                .hasMessage(temp.resolve("kept.groups.jsonl")
                        + " is of an earlier run and holds something else\n  give another folder, or overwrite()");
        assertThat(trainer.overwrite().run(out).finishedBefore()).isFalse();
    }

    @Test
    void whatIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> Trainer.dpo(model)
                        .groups(PairsFromLists.groups())
                        .set("betta", 1)
                        .set("steps", "few")
                        .run(temp.resolve("none")))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("2 settings of dpo are wrong", "betta", "steps");
        assertThat(temp.resolve("none.groups.jsonl")).doesNotExist();
        assertThatThrownBy(() -> Trainer.dpo(model).run(temp.resolve("none")))
                .hasMessage("there is nothing to learn from: give groups, or prompts");
    }

    @Test
    void equalAnswersAreATie() throws InterruptedException {
        try (TextJudge judge = TextJudge.asking(model, "pairwise-verdict")) {
            assertThat(judge.choose("q", "one answer", "one answer")).isEqualTo(TextJudge.Choice.TIE);
        }
    }

    @Test
    void noProgramIsLongerThanFortyLines() throws IOException {
        Path sources = Path.of("src/main/java/org/counterpoint/examples");
        try (Stream<Path> files = Files.list(sources)) {
            List<Path> programs =
                    files.filter(file -> !file.endsWith("package-info.java")).toList();
            assertThat(programs).hasSize(6);
            for (Path program : programs) {
                assertThat(Files.readAllLines(program)).as(program.toString()).hasSizeLessThanOrEqualTo(40);
            }
        }
    }
}
