package org.counterpoint.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.counterpoint.train.run.ShortRuns.SHORT;
import static org.counterpoint.train.run.ShortRuns.stoppingAfter;
import static org.counterpoint.train.run.ShortRuns.with;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.Precision;
import org.counterpoint.store.WholeFolder;
import org.counterpoint.train.TrainingException;
import org.counterpoint.train.bigram.BigramBackend;
import org.counterpoint.train.bigram.BigramModel;
import org.counterpoint.train.bigram.BigramWorld;
import org.counterpoint.train.plan.StepSample;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What training will not begin with, or go on from, and what it leaves alone. */
class TrainingRefusalTest {
    @TempDir
    Path root;

    private BigramWorld world;
    private final List<String> notices = new ArrayList<>();

    @BeforeEach
    void makeWorld() throws IOException {
        world = new BigramWorld(root);
    }

    @Test
    void whereOpeningFailsHalfWayNothingStaysOpenOrLocked() throws IOException {
        Path inTheWay = root.resolve("run/.tmp-run.json/x");
        Files.createDirectories(inTheWay);
        assertThatThrownBy(() -> run(world.request("dpo", "run", SHORT))).isInstanceOf(TrainingException.class);
        WholeFolder.delete(root.resolve("run/.tmp-run.json"));
        run(world.request("dpo", "run", SHORT));

        WholeFolder.delete(root.resolve("run/final"));
        WholeFolder.delete(root.resolve("run/tensorboard"));
        Files.writeString(root.resolve("run/tensorboard"), "in the way");
        assertThatThrownBy(() -> run(world.request("dpo", "run", SHORT))).isInstanceOf(TrainingException.class);
        assertThat(openFiles()).noneMatch(file -> file.startsWith(root.resolve("run")));
    }

    private static List<Path> openFiles() throws IOException {
        List<Path> open = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path file : files) {
                if (Files.isSymbolicLink(file)) {
                    open.add(Files.readSymbolicLink(file));
                }
            }
        } catch (NoSuchFileException e) {
            // closed meanwhile: the listing's own
        }
        return open;
    }

    @Test
    void whatDoesNotFitIntoMemoryIsSaidBeforeAnythingIsLoadedOrKept() {
        BigramBackend small = new BigramBackend() {
            @Override
            public void requireMemory(TrainRequest request, Precision precision, StepSample sample) {
                assertThat(sample.stepCount()).isEqualTo(10);
                throw new InputException(request.roles().policy() + " does not fit");
            }
        };
        assertThatThrownBy(() -> Training.run(small, world.request("dpo", "run", SHORT), TrainProgress.silent()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("does not fit");
        assertThat(small.loaded()).isZero();
        assertThat(root.resolve("run")).doesNotExist();
    }

    @Test
    void aForeignFolderIsLeftAlone() throws IOException {
        Files.createDirectory(root.resolve("run"));
        Files.writeString(root.resolve("run/thesis.tex"), "years of work");
        assertThatThrownBy(() -> run(world.request("dpo", "run", SHORT)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("exists and holds something else than a training run");
        assertThat(root.resolve("run").toFile().list()).containsExactly("thesis.tex");
    }

    @Test
    void aRunFolderThatCannotBeMadeIsNamed() {
        String below = "groups.jsonl/run";
        assertThatThrownBy(() -> run(world.request("dpo", below, SHORT)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(below + " cannot be made: ")
                .hasMessageContaining("give another --out");
    }

    @Test
    void overwritingLeavesWhatNoRunWrote() throws IOException {
        run(world.request("dpo", "run", SHORT));
        Files.writeString(root.resolve("run/thesis.tex"), "years of work");
        TrainResult again = run(overwriting(world.request("dpo", "run", with("beta=0.2"))));
        assertThat(again.alreadyFinished()).isFalse();
        assertThat(world.metrics("run")).hasSize(10);
        assertThat(root.resolve("run/thesis.tex")).hasContent("years of work");
    }

    @Test
    void overwritingNeverRemovesWhatTheRunReads() throws IOException {
        run(world.request("dpo", "run", SHORT));
        TrainRequest base = overwriting(world.request("sft", "run", SHORT));
        Path trained = root.resolve("run/final");
        TrainRequest self = new TrainRequest(Roles.of(trained), base.data(), base.out(), base.settings(), true);
        assertThatThrownBy(() -> run(self))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--overwrite would remove " + trained + ", which this run reads")
                .hasMessageContaining("give another --out");
        assertThat(trained.resolve("model.bin")).exists();
    }

    @Test
    void whatWasToBeOverwrittenIsThereAgainWhereNothingComesOfTheNewRun() throws IOException {
        run(world.request("dpo", "run", SHORT));
        Files.writeString(root.resolve("run/thesis.tex"), "years of work");
        byte[] model = Files.readAllBytes(root.resolve("run/final/model.bin"));
        TrainRequest good = overwriting(world.request("dpo", "run", with("beta=0.2")));
        Path unusable = Files.writeString(
                root.resolve("unusable.jsonl"), "{\"prompt\":\"p\",\"chosen\":\"a\",\"rejected\":\"a\"}\n");
        TrainRequest bad = new TrainRequest(good.roles(), unusable, good.out(), good.settings(), true);
        List<Path> before = tree("run");
        assertThatThrownBy(() -> run(bad)).isInstanceOf(InputException.class);
        assertThat(tree("run")).isEqualTo(before);
        assertThat(root.resolve("run/final/model.bin")).hasBinaryContent(model);
        assertThat(run(world.request("dpo", "run", SHORT)).alreadyFinished()).isTrue();

        Files.createDirectory(root.resolve("empty"));
        TrainRequest toEmpty = new TrainRequest(good.roles(), unusable, root.resolve("empty"), good.settings(), true);
        assertThatThrownBy(() -> run(toEmpty)).isInstanceOf(InputException.class);
        assertThat(root.resolve("empty")).isEmptyDirectory();
    }

    @Test
    void aProcessThatIsKilledBeforeTheNewRunBeginsCostsNothingOfTheOld() throws IOException {
        run(world.request("dpo", "run", SHORT));
        List<Path> before = tree("run");
        Path part = Files.createDirectory(root.resolve("run/.tmp-replaced-in-part"));
        Files.move(root.resolve("run/run.json"), part.resolve("run.json"));
        assertThat(run(world.request("dpo", "run", SHORT)).alreadyFinished()).isTrue();
        assertThat(tree("run")).isEqualTo(before);

        Path aside = Files.createDirectory(root.resolve("run/.tmp-replaced"));
        for (String name : List.of("run.json", "data.json", "metrics.jsonl", "final", "checkpoints")) {
            if (Files.exists(root.resolve("run").resolve(name))) {
                Files.move(root.resolve("run").resolve(name), aside.resolve(name));
            }
        }
        Files.writeString(root.resolve("run/run.json"), "of the new run");
        Files.createDirectories(root.resolve("run/cache"));
        assertThat(run(world.request("dpo", "run", SHORT)).alreadyFinished()).isTrue();
        assertThat(root.resolve("run/final/model.bin")).exists();
        assertThat(root.resolve("run/cache")).doesNotExist();
    }

    private List<Path> tree(String folder) throws IOException {
        try (Stream<Path> all = Files.walk(root.resolve(folder))) {
            return all.sorted().toList();
        }
    }

    private static TrainRequest overwriting(TrainRequest request) {
        return new TrainRequest(request.roles(), request.data(), request.out(), request.settings(), true);
    }

    @Test
    void aMistypedMetricIsFoundBeforeTheModelIsLoaded() {
        BigramBackend backend = new BigramBackend();
        TrainRequest request =
                world.request("dpo", "run", with("evaluation.data=" + world.heldOut(), "evaluation.metric=eval_los"));
        assertThatThrownBy(() -> Training.run(backend, request, TrainProgress.silent()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("evaluation.metric eval_los is not among the metrics of the evaluation")
                .hasMessageContaining("did you mean eval_loss?")
                .hasMessageContaining("eval_rewards/margins/a>c");
        assertThat(backend.loaded()).isZero();
        assertThat(root.resolve("run")).doesNotExist();
    }

    @Test
    void aNumberThatIsNoneStopsWithStepAndPlace() {
        BigramBackend backend = new BigramBackend(BigramModel::poison);
        assertThatThrownBy(() -> Training.run(backend, world.request("sft", "run", SHORT), TrainProgress.silent()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("training stopped at step 1: the log-probability of a's answer in group g")
                .hasMessageContaining("groups.jsonl:")
                .hasMessageContaining("gradient norm");
    }

    /** The cached reference is another model's, as if the engine had changed under it. */
    @ParameterizedTest
    @CsvSource({"checkpoint.keep=3, groups.jsonl", "evaluation.data=HELD, held.jsonl"})
    void aPolicyThatIsNotItsReferenceIsFoundBeforeTheFirstStep(String setting, String file) throws IOException {
        String[] settings = with(setting.replace("HELD", world.heldOut().toString()));
        BigramBackend other = new BigramBackend(BigramModel::sharpen);
        assertThatThrownBy(() -> Training.run(other, world.request("dpo", "run", settings), stoppingAfter(1)))
                .isInstanceOf(ShortRuns.Stop.class);
        new EvaluationFiles(world.request("dpo", "run").out().resolve("cache")).forget(0);
        assertThatThrownBy(() -> run(world.request("dpo", "run", settings)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("before the first step the policy and the reference must agree, and do not")
                .hasMessageContaining(file + ":")
                .hasMessageContaining("delete the run's cache folder");
    }

    @Test
    void aFileThatWasCutShortIsNotTrainedOn() throws IOException {
        String rows = Files.readString(world.data());
        Files.writeString(world.data(), rows.substring(0, rows.length() - 20));
        assertThatThrownBy(() -> run(world.request("dpo", "run", SHORT)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("groups.jsonl ends too early or is damaged: 1 truncated_file, the first at ")
                .hasMessageContaining("groups.jsonl:23 (truncated_file: ")
                .hasMessageContaining("\nget the whole file");
        assertThat(root.resolve("run")).doesNotExist();
    }

    @Test
    void anEmptyOutcomeIsAnInputFaultThatSaysWhyAndLeavesTheLedger() throws IOException {
        assertThatThrownBy(() -> run(world.request("dpo", "run", "max_length=3")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nothing to train on is left of")
                .hasMessageContaining("23 too_long, the first at " + world.data() + ":1 (too_long: the prompt has ")
                .hasMessageContaining("raise max_length, as far as the model has positions, or shorten the data")
                .hasMessageEndingWith("\nWhat was left out is in " + root.resolve("run.ledger.jsonl") + ".");
        assertThat(root.resolve("run")).doesNotExist();
        assertThat(Files.readAllLines(root.resolve("run.ledger.jsonl"))).hasSize(23);
        run(world.request("dpo", "run", SHORT));
        assertThat(root.resolve("run.ledger.jsonl")).doesNotExist();
    }

    @Test
    void twoProcessesDoNotShareAFolder() {
        List<Throwable> second = new ArrayList<>();
        Training.run(new BigramBackend(), world.request("dpo", "run", SHORT), new ShortRuns.Stopper(Integer.MAX_VALUE) {
            @Override
            public void step(long step, long steps, double loss, double tokensPerSecond, double secondsLeft) {
                if (step == 3) {
                    second.add(org.assertj.core.api.Assertions.catchThrowable(
                            () -> TrainingRefusalTest.this.run(world.request("dpo", "run", SHORT))));
                }
            }
        });
        assertThat(second.get(0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is in use by another process");
    }

    private TrainResult run(TrainRequest request) {
        return Training.run(new BigramBackend(), request, BigramWorld.listening(notices));
    }
}
