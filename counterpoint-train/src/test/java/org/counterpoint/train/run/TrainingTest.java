package org.counterpoint.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.SaveType;
import org.counterpoint.store.Version;
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
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TrainingTest {
    private static final String[] SHORT = {
        "groups_per_step=5", "learning_rate=0.05", "checkpoint.every=2", "checkpoint.keep=3", "epochs=2"
    };

    @TempDir
    Path root;

    private BigramWorld world;
    private final List<String> notices = new ArrayList<>();

    @BeforeEach
    void makeWorld() throws IOException {
        world = new BigramWorld(root);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sft", "slic", "dpo", "cdpo", "robust-dpo", "dpo-norm", "ipo", "rso-hinge", "simpo", "orpo"})
    void everyMethodLowersItsHeldInLoss(String method) throws IOException {
        run(world.request(
                method,
                "run",
                with("evaluation.data=" + world.data(), "evaluation.every=4", "curriculum=none", "epochs=4")));
        List<JsonNode> held = world.metrics("run").stream()
                .filter(line -> line.has("eval_loss"))
                .toList();
        assertThat(held).hasSizeGreaterThan(3);
        assertThat(held.get(held.size() - 1).get("eval_loss").asDouble())
                .isLessThan(held.get(0).get("eval_loss").asDouble());
    }

    @Test
    void leavesARunFolder() throws IOException {
        TrainResult result = run(world.request("dpo", "run", SHORT));
        Path out = root.resolve("run");
        assertThat(result.steps()).isEqualTo(10);
        assertThat(out.resolve("run.json")).exists();
        assertThat(out.resolve("ledger.jsonl")).exists().isEmptyFile();
        assertThat(out.resolve("final/model.bin")).exists();
        assertThat(out.resolve("checkpoints").toFile().list()).containsExactlyInAnyOrder("step-6", "step-8", "step-10");
        List<JsonNode> lines = world.metrics("run");
        assertThat(lines).hasSize(10);
        assertThat(lines.get(0).get("loss").asDouble()).isCloseTo(Math.log(2), within(1e-9));
        assertThat(lines.get(0).propertyNames())
                .contains(
                        "step",
                        "epoch",
                        "loss",
                        "rewards/chosen",
                        "rewards/rejected",
                        "rewards/margins",
                        "rewards/accuracies",
                        "logps/chosen",
                        "logps/rejected",
                        "grad_norm",
                        "learning_rate",
                        "rewards/margins/a>c",
                        "share/a>b");
        assertThat(lines.get(4).get("epoch").asDouble()).isEqualTo(1);
        assertThat(lines.get(4).get("pairs").asInt()).isEqualTo(9);
        assertThat(notices)
                .anySatisfy(notice ->
                        assertThat(notice).contains("23 groups, 69 responses").contains("pairs a>c: 23"));
    }

    @Test
    void sftLearnsEveryTurnWhereItIsAskedTo() throws IOException {
        Path turns = root.resolve("turns.jsonl");
        Files.writeString(
                turns,
                "{\"id\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"ab\"},"
                        + "{\"role\":\"assistant\",\"content\":\"cde\"},{\"role\":\"user\",\"content\":\"fg\"},"
                        + "{\"role\":\"assistant\",\"content\":\"hijk\"}]}\n");
        for (String which : List.of("last", "all")) {
            TrainRequest request = world.request("sft", which, "sft_turns=" + which);
            run(new TrainRequest(request.roles(), turns, request.out(), request.settings(), false));
        }
        // An end token follows each turn; a step's loss is the mean over all tokens of its turns.
        assertThat(world.metrics("last").get(0).get("responses").asInt()).isEqualTo(1);
        JsonNode all = world.metrics("all").get(0);
        assertThat(all.get("responses").asInt()).isEqualTo(2);
        assertThat(all.get("tokens").asInt()).isEqualTo(2 + 3 + 1 + "ab\ncde\nfg".length() + 4 + 1);
        List<String> learnt = new ArrayList<>();
        LearntRows.read(root.resolve("all/learnt.jsonl"), row -> learnt.add(row.id()));
        assertThat(learnt).containsExactly("x#1", "x");
        double first = negativeLogp("ab", "cde");
        double second = negativeLogp("ab\ncde\nfg", "hijk");
        assertThat(all.get("loss").asDouble()).isCloseTo((first + second) / (4 + 5), within(1e-9));
        assertThatThrownBy(() -> world.request("dpo", "no", "sft_turns=all"))
                .hasMessageContaining("dpo does not use sft_turns (used by sft)");
    }

    private double negativeLogp(String prompt, String answer) {
        int[] tokens = java.util.stream.IntStream.concat(
                        (prompt + answer).chars().map(c -> 1 + c % (BigramModel.VOCABULARY - 1)),
                        java.util.stream.IntStream.of(0))
                .toArray();
        return -java.util.Arrays.stream(BigramModel.load(world.model())
                        .scores(org.counterpoint.engine.TokenBatch.of(
                                List.of(new org.counterpoint.engine.TokenSequence(tokens, prompt.length()))))
                        .values())
                .sum();
    }

    @Test
    void sftSaysWhichResponsesItLearntFrom() throws IOException {
        run(world.request("sft", "run", with("sft_target=b")));
        assertThat(learnt("run")).hasSize(23).allSatisfy(row -> {
            assertThat(row.type()).isEqualTo("b");
            assertThat(row.rejected()).isNull();
            assertThat(row.chosen().origin().file()).isEqualTo(world.data().toString());
        });
        run(world.request("sft", "paced", with("curriculum=step", "curriculum.from=c", "curriculum.to=a")));
        assertThat(learnt("paced")).extracting(LearntRows.Row::type).containsOnly("a", "c");
    }

    @Test
    void pairsThatWereDroppedOrNeverWeighedAreNotLearntFrom() throws IOException {
        run(world.request("dpo", "run", with("curriculum=linear", "max_length=24")));
        List<JsonNode> dropped = Files.readAllLines(root.resolve("run/ledger.jsonl")).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .filter(entry -> entry.path("reason").asString().equals("too_long"))
                .toList();
        assertThat(dropped).isNotEmpty();
        List<String> lost = dropped.stream()
                .map(entry -> entry.path("id").asString() + " a")
                .toList();
        assertThat(learnt("run"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.type()).isIn("a>c", "a>b"))
                .extracting(row -> row.id() + " " + row.chosen().model())
                .doesNotContainAnyElementsOf(lost);
        run(world.request("dpo", "short", "steps=1", "order=file", "groups_per_step=5"));
        assertThat(learnt("short")).extracting(LearntRows.Row::id).containsOnly("g0", "g1", "g2", "g3", "g4");
    }

    @Test
    void oneModelsSamplesAreToldApartInWhatWasLearnt() throws IOException {
        Path samples = root.resolve("samples.jsonl");
        Files.writeString(
                samples,
                "{\"id\":\"x\",\"prompt\":\"ab\",\"responses\":["
                        + "{\"model\":\"m\",\"text\":\"cd\",\"rank\":0},"
                        + "{\"model\":\"m\",\"sample\":1,\"text\":\"ef\",\"rank\":1}],"
                        + "\"pairs\":[{\"chosen\":0,\"rejected\":1,\"type\":\"m>m\"}]}\n");
        TrainRequest request = world.request("dpo", "run", "steps=1");
        run(new TrainRequest(request.roles(), samples, request.out(), request.settings(), false));
        assertThat(learnt("run")).singleElement().satisfies(row -> {
            assertThat(row.chosen().sample()).isZero();
            assertThat(Objects.requireNonNull(row.rejected()).sample()).isOne();
        });
        assertThat(Files.readString(root.resolve("run").resolve(LearntRows.FILE)))
                .contains("\"rejected\":{\"model\":\"m\",\"sample\":1,\"file\":");
    }

    private List<LearntRows.Row> learnt(String run) throws IOException {
        List<LearntRows.Row> rows = new ArrayList<>();
        LearntRows.read(root.resolve(run).resolve(LearntRows.FILE), rows::add);
        return rows;
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
    void theVersionIsTheProgramsAndALaterOneGoesOn() throws IOException {
        run(world.request("dpo", "run", SHORT));
        Path file = root.resolve("run/run.json");
        assertThat(JsonMapper.shared()
                        .readTree(Files.readString(file))
                        .path("lineage")
                        .path("counterpoint")
                        .asString())
                .isEqualTo(Version.current());
        Files.writeString(file, Files.readString(file).replace(Version.current(), "0.0.1"));
        assertThat(run(world.request("dpo", "run", SHORT)).alreadyFinished()).isTrue();
    }

    @Test
    void aFinishedRunSaysSo() throws IOException {
        run(world.request("dpo", "run", SHORT));
        TrainResult again = run(world.request("dpo", "run", SHORT));
        assertThat(again.alreadyFinished()).isTrue();
        assertThat(notices).anyMatch(notice -> notice.contains("finished; nothing is left to do"));
    }

    @Test
    void whatCannotBeWrittenAsAskedForIsKeptInACheckpoint() {
        assertThatThrownBy(() -> run(world.request("dpo", "run", with("save_dtype=fp16", "checkpoint.every=0"))))
                .isInstanceOf(TrainingException.class)
                .hasMessage("the final model could not be written: a weight of bigram is 70000.0, too large for fp16"
                        + "\n  the checkpoint step-10 holds it in fp32");
        assertThat(root.resolve("run/checkpoints/step-10/model.bin")).exists();
        assertThat(root.resolve("run/final")).doesNotExist();
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
    void otherSettingsAreNamedAndStop() throws IOException {
        run(world.request("dpo", "run", SHORT));
        assertThatThrownBy(() -> run(world.request("dpo", "run", with("beta=0.2"))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("holds a run with other settings:")
                .hasMessageContaining("settings: beta: 0.1 there, 0.2 now".replace("settings: ", ""));
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

    @ParameterizedTest
    @ValueSource(strings = {"dpo", "sft"})
    void everyMetricOfAnEvaluationMayDecide(String method) throws IOException {
        String held = "evaluation.data=" + world.heldOut();
        run(world.request(method, "run", with(held)));
        List<String> names = world.metrics("run").get(0).propertyNames().stream()
                .filter(name -> name.startsWith("eval_"))
                .toList();
        assertThat(names).contains("eval_loss");
        assertThatThrownBy(() -> run(world.request(method, "other", with(held, "evaluation.metric=x"))))
                .hasMessageEndingWith("there are: " + String.join(", ", names));
    }

    @Test
    void stoppedAnywhereItGoesOnToTheSameBytes() throws IOException {
        String[] settings = with("evaluation.data=" + world.heldOut(), "evaluation.every=3", "curriculum=linear");
        run(world.request("dpo", "whole", settings));
        for (int stop = 1; stop <= 10; stop++) {
            String out = "broken-" + stop;
            int last = stop;
            assertThatThrownBy(() ->
                            Training.run(new BigramBackend(), world.request("dpo", out, settings), stoppingAfter(last)))
                    .isInstanceOf(Stop.class);
            run(world.request("dpo", out, settings));
            assertThat(world.metrics(out)).as("stopped after %d", stop).isEqualTo(world.metrics("whole"));
            assertThat(root.resolve(out + "/final/model.bin"))
                    .hasSameBinaryContentAs(root.resolve("whole/final/model.bin"));
            assertThat(root.resolve(out + "/checkpoints/step-10/optimizer.safetensors"))
                    .hasSameBinaryContentAs(root.resolve("whole/checkpoints/step-10/optimizer.safetensors"));
            assertThat(state(out)).as("stopped after %d", stop).isEqualTo(state("whole"));
        }
    }

    /** All that a checkpoint says but for times, with how long the files of metrics and events were. */
    private JsonNode state(String out) throws IOException {
        Path file = root.resolve(out + "/checkpoints/step-10/trainer_state.json");
        ObjectNode state = (ObjectNode) JsonMapper.shared().readTree(Files.readString(file));
        assertThat(state.path("best").path("step").asInt()).isPositive();
        // The metrics hold times, whose digits differ.
        state.remove(List.of("elapsedSeconds", "metricsBytes"));
        return state;
    }

    @Test
    void runsThatShareACacheKeepTheirReferencesApart() throws IOException {
        Path cache = Files.createDirectory(root.resolve("cache"));
        BigramModel.random(99).saveWeights(root.resolve("other"), SaveType.FP32, null);
        TrainRequest first = world.request("dpo", "first", SHORT);
        Path otherData = Files.write(
                root.resolve("reversed.jsonl"),
                Files.readAllLines(world.data()).stream()
                        .map(line -> line.replaceFirst("a\",\"text\":\"", "a\",\"text\":\"b"))
                        .toList());
        int runs = 0;
        for (Path model : List.of(world.model(), root.resolve("other"))) {
            for (Path data : List.of(world.data(), otherData)) {
                String out = "shared-" + ++runs;
                run(new TrainRequest(
                        Roles.of(model), data, root.resolve(out), first.settings(), false, cache, List.of()));
                assertThat(world.metrics(out).get(0).get("loss").asDouble()).isCloseTo(Math.log(2), within(1e-9));
            }
        }
    }

    @Test
    void aDamagedTokenCacheStopsTheRunAndIsNamed() throws IOException {
        assertThatThrownBy(
                        () -> Training.run(new BigramBackend(), world.request("dpo", "run", SHORT), stoppingAfter(3)))
                .isInstanceOf(Stop.class);
        Path groups = root.resolve("run/cache/tokens-train/groups.bin");
        byte[] bytes = Files.readAllBytes(groups);
        for (int i = 20; i < bytes.length; i += 40) {
            bytes[i] ^= 1;
        }
        Files.write(groups, bytes);
        assertThatThrownBy(() -> run(world.request("dpo", "run", SHORT)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("of the token cache is damaged\n  delete ");
    }

    @Test
    void aResumedRunNeitherTokenisesNorScoresAgain() {
        assertThatThrownBy(
                        () -> Training.run(new BigramBackend(), world.request("dpo", "run", SHORT), stoppingAfter(5)))
                .isInstanceOf(Stop.class);
        BigramBackend backend = new BigramBackend();
        Training.run(backend, world.request("dpo", "run", SHORT), TrainProgress.silent());
        assertThat(backend.encoded()).isZero();
        assertThat(backend.loaded()).isEqualTo(1);
    }

    @Test
    void aDamagedCheckpointIsReportedAndTheOneBeforeUsed() throws IOException {
        run(world.request("dpo", "whole", SHORT));
        assertThatThrownBy(
                        () -> Training.run(new BigramBackend(), world.request("dpo", "run", SHORT), stoppingAfter(7)))
                .isInstanceOf(Stop.class);
        Path weights = root.resolve("run/checkpoints/step-6/model.bin");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[100] ^= 1;
        Files.write(weights, bytes);
        run(world.request("dpo", "run", SHORT));
        assertThat(notices)
                .anyMatch(notice -> notice.contains("step-6 is not used: model.bin is not as it was written"));
        assertThat(notices).contains("going on after step 4 of 10");
        assertThat(root.resolve("run/final/model.bin")).hasSameBinaryContentAs(root.resolve("whole/final/model.bin"));
        assertThat(world.metrics("run")).isEqualTo(world.metrics("whole"));
    }

    @Test
    void theBestCheckpointStays() throws IOException {
        String[] settings = {
            "groups_per_step=2",
            "learning_rate=2",
            "schedule=constant",
            "checkpoint.every=1",
            "checkpoint.keep=1",
            "evaluation.data=" + world.heldOut(),
            "evaluation.every=1"
        };
        run(world.request("dpo", "run", settings));
        List<JsonNode> held = world.metrics("run").stream()
                .filter(line -> line.has("eval_loss") && line.get("step").asInt() > 0)
                .toList();
        int best = held.stream()
                .min((a, b) -> Double.compare(
                        a.get("eval_loss").asDouble(), b.get("eval_loss").asDouble()))
                .orElseThrow()
                .get("step")
                .asInt();
        int last = held.size();
        assertThat(best).isLessThan(last - 2);
        assertThat(root.resolve("run/checkpoints").toFile().list())
                .containsExactlyInAnyOrder("step-" + best, "step-" + last);

        // It is still the best for a process that takes over long after it.
        TrainRequest broken = world.request("dpo", "broken", settings);
        assertThatThrownBy(() -> Training.run(new BigramBackend(), broken, stoppingAfter(last)))
                .isInstanceOf(Stop.class);
        run(broken);
        assertThat(root.resolve("broken/checkpoints").toFile().list()).contains("step-" + best, "step-" + last);
    }

    @Test
    void aSeparateReferenceIsLoadedAndFreedFirst() throws IOException {
        BigramModel.random(99).saveWeights(root.resolve("reference"), SaveType.FP32, null);
        BigramBackend backend = new BigramBackend();
        TrainRequest base = world.request("dpo", "run", SHORT);
        Training.run(
                backend,
                new TrainRequest(
                        new Roles(base.roles().policy(), root.resolve("reference")),
                        base.data(),
                        base.out(),
                        base.settings(),
                        false),
                TrainProgress.silent());
        assertThat(backend.loaded()).isEqualTo(2);
        assertThat(world.metrics("run").get(0).get("loss").asDouble()).isNotCloseTo(Math.log(2), within(1e-3));
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
                .isInstanceOf(Stop.class);
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
                .hasMessageContaining("raise max_length, or shorten the data")
                .hasMessageEndingWith("all of them are in " + root.resolve("run.ledger.jsonl"));
        assertThat(root.resolve("run")).doesNotExist();
        assertThat(Files.readAllLines(root.resolve("run.ledger.jsonl"))).hasSize(23);
        run(world.request("dpo", "run", SHORT));
        assertThat(root.resolve("run.ledger.jsonl")).doesNotExist();
    }

    @Test
    void theLedgerHoldsWhatIsSetAside() throws IOException {
        String bad = "{\"id\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"hm\"}],\"responses\":["
                + "{\"model\":\"a\",\"text\":\"UNSPEAKABLE\"},{\"model\":\"b\",\"text\":\"fine\"},"
                + "{\"model\":\"c\",\"text\":\"good\"}]}";
        Files.write(world.data(), List.of(bad, "not json"), java.nio.file.StandardOpenOption.APPEND);
        run(world.request("dpo", "run", SHORT));
        assertThat(Files.readAllLines(root.resolve("run/ledger.jsonl")))
                .hasSize(2)
                .anyMatch(line -> line.contains("template_error") && line.contains("\"line\":24"))
                .anyMatch(line -> line.contains("bad_json") && line.contains("\"line\":25"));
        assertThat(notices)
                .anyMatch(notice -> notice.contains("pairs a>b: 23")
                        && notice.contains("pairs b>c: 24")
                        && notice.contains("pairs lost a>b: 1"));
    }

    @Test
    void tooLongAnswersAreDroppedWithTheirPairsOrCutOrStop() throws IOException {
        run(world.request("dpo", "drop", with("max_length=20")));
        String all = String.join("\n", notices);
        assertThat(all)
                .contains("left out: 22 too_long")
                .contains("pairs lost a>b")
                .contains("warning: 32 % of the answers (22 of 69) are left out as too_long: raise max_length, or let"
                        + " too_long truncate.")
                .contains("of the pairs a>b (")
                .contains("pairs b>c: 23");
        assertThat(JsonMapper.shared()
                        .readTree(Files.readString(root.resolve("drop/data.json")))
                        .path("training")
                        .path("losses")
                        .size())
                .isEqualTo(3);
        notices.clear();
        run(world.request("dpo", "cut", with("max_length=20", "too_long=truncate")));
        assertThat(String.join("\n", notices)).contains("truncated: ").contains("pairs a>b: 23");
        assertThatThrownBy(() -> run(world.request("dpo", "raise", with("max_length=20", "too_long=raise"))))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("max_length is 20")
                .hasMessageContaining("groups.jsonl:");
        assertThatThrownBy(() -> run(world.request("dpo", "raise", with("max_length=3", "too_long=raise"))))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining(world.data() + ":1: the prompt has ")
                .hasMessageContaining("tokens, max_length is 3");
    }

    @Test
    void twoProcessesDoNotShareAFolder() {
        List<Throwable> second = new ArrayList<>();
        Training.run(new BigramBackend(), world.request("dpo", "run", SHORT), new Stopper(Integer.MAX_VALUE) {
            @Override
            public void step(long step, long steps, double loss, double tokensPerSecond, double secondsLeft) {
                if (step == 3) {
                    second.add(org.assertj.core.api.Assertions.catchThrowable(
                            () -> TrainingTest.this.run(world.request("dpo", "run", SHORT))));
                }
            }
        });
        assertThat(second.get(0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is in use by another process");
    }

    @Test
    void aCheckpointThatCannotBeWrittenDoesNotStopTheRun() throws IOException {
        TrainProgress blocking = new Stopper(Integer.MAX_VALUE) {
            @Override
            public void notice(String text) {
                notices.add(text);
            }

            @Override
            public void step(long step, long steps, double loss, double tokensPerSecond, double secondsLeft) {
                try {
                    Path checkpoints = root.resolve("run/checkpoints");
                    Path aside = root.resolve("run/aside");
                    if (step == 4) {
                        Files.move(checkpoints, aside, StandardCopyOption.ATOMIC_MOVE);
                        Files.writeString(checkpoints, "in the way");
                    } else if (step == 5) {
                        Files.delete(checkpoints);
                        Files.move(aside, checkpoints, StandardCopyOption.ATOMIC_MOVE);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        };
        run(world.request("dpo", "whole", SHORT));
        Training.run(new BigramBackend(), world.request("dpo", "run", SHORT), blocking);
        assertThat(notices).anyMatch(notice -> notice.contains("the checkpoint of step 4 could not be written"));
        assertThat(root.resolve("run/final/model.bin")).hasSameBinaryContentAs(root.resolve("whole/final/model.bin"));
    }

    private TrainResult run(TrainRequest request) {
        return Training.run(new BigramBackend(), request, BigramWorld.listening(notices));
    }

    private static TrainRequest overwriting(TrainRequest request) {
        return new TrainRequest(request.roles(), request.data(), request.out(), request.settings(), true);
    }

    private static String[] with(String... more) {
        List<String> all = new ArrayList<>(List.of(SHORT));
        for (String one : more) {
            String path = one.substring(0, one.indexOf('=') + 1);
            all.removeIf(setting -> setting.startsWith(path));
            all.add(one);
        }
        return all.toArray(String[]::new);
    }

    private static TrainProgress stoppingAfter(int step) {
        return new Stopper(step);
    }

    private static class Stopper implements TrainProgress {
        private final int last;

        Stopper(int last) {
            this.last = last;
        }

        @Override
        public void notice(String text) {}

        @Override
        public void phase(String name, long done, long total) {}

        @Override
        public void step(long step, long steps, double loss, double tokensPerSecond, double secondsLeft) {
            if (step == last) {
                throw new Stop();
            }
        }
    }

    private static final class Stop extends RuntimeException {}
}
