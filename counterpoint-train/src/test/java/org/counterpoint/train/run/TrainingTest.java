package org.counterpoint.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.counterpoint.train.run.ShortRuns.SHORT;
import static org.counterpoint.train.run.ShortRuns.stoppingAfter;
import static org.counterpoint.train.run.ShortRuns.with;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.SaveType;
import org.counterpoint.train.bigram.BigramBackend;
import org.counterpoint.train.bigram.BigramModel;
import org.counterpoint.train.bigram.BigramWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What training learns, and what it leaves behind. */
class TrainingTest {
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
    void aFinishedRunSaysSo() throws IOException {
        run(world.request("dpo", "run", SHORT));
        TrainResult again = run(world.request("dpo", "run", SHORT));
        assertThat(again.alreadyFinished()).isTrue();
        assertThat(notices).anyMatch(notice -> notice.contains("finished; nothing is left to do"));
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
                .isInstanceOf(ShortRuns.Stop.class);
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
    void aFolderOfFilesIsTrainedOnAsOneFileOfThemIs() throws IOException {
        run(world.request("dpo", "whole", SHORT));
        List<String> rows = Files.readAllLines(world.data());
        Files.delete(world.data());
        Files.createDirectory(world.data());
        Files.write(world.data().resolve("a.jsonl"), rows.subList(0, 5));
        Files.write(world.data().resolve("b.jsonl"), rows.subList(5, rows.size()));
        run(world.request("dpo", "parts", SHORT));
        assertThat(root.resolve("parts/data.json")).hasSameTextualContentAs(root.resolve("whole/data.json"));
        Files.writeString(world.data().resolve("README.md"), "no data");
        run(world.request("dpo", "parts", SHORT));
        assertThat(notices).anyMatch(notice -> notice.contains("holds this run, finished"));
        String inside = root.relativize(world.data().resolve("run")).toString();
        assertThatThrownBy(() -> run(world.request("dpo", inside, SHORT)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("whose files are the data");
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
                .anyMatch(line -> line.contains("\"reason\":\"template_error\"")
                        && !line.contains("\"detail\":\"template_error")
                        && line.contains("\"line\":24"))
                .anyMatch(line -> line.contains("bad_json") && line.contains("\"line\":25"));
        assertThat(notices)
                .anyMatch(notice -> notice.contains("pairs a>b: 23")
                        && notice.contains("pairs b>c: 24")
                        && notice.contains("pairs lost a>b: 1"));
    }

    @Test
    void everyAnswerAndPairThatIsLostIsCountedAndInTheLedger() throws IOException {
        Files.writeString(world.data(), """
                {"prompt":"one?","chosen":"yes","rejected":"no"}
                {"prompt":"two?","chosen":"yes","rejected":""}
                {"prompt":"three?","chosen":"UNSPEAKABLE","rejected":"no"}
                {"prompt":"four?","chosen":"UNSPEAKABLE","rejected":"UNSPEAKABLE too"}
                {"prompt":"five?","chosen":"a","rejected":"UNSPEAKABLE"}
                {"prompt":"five?","chosen":"a","rejected":"b"}
                {"prompt":"five?","chosen":"UNSPEAKABLE!","rejected":"c"}
                {"prompt":"a prompt of much more than sixty characters, which is too long","chosen":"a","rejected":"b"}
                {"prompt":"a prompt of much more than sixty characters, which is too long","chosen":"c","rejected":"d"}
                """);
        run(world.request("dpo", "run", with("max_length=60", "groups_per_step=2")));
        assertThat(Files.readAllLines(root.resolve("run/ledger.jsonl")).stream()
                        .map(JsonMapper.shared()::readTree)
                        .map(line -> line.path("kind").asString() + " "
                                + line.path("line").asInt() + " "
                                + line.path("reason").asString()))
                .containsExactlyInAnyOrder(
                        "answer 2 empty_answer",
                        "answer 2 without_pair",
                        "pair 2 empty_answer",
                        "answer 3 template_error",
                        "answer 3 without_pair",
                        "row 4 template_error",
                        "answer 5 template_error",
                        "answer 7 template_error",
                        "answer 7 without_pair",
                        "row 8 too_long",
                        "row 9 too_long");
        JsonNode data = JsonMapper.shared()
                .readTree(Files.readString(root.resolve("run/data.json")))
                .path("training");
        assertThat(data.path("responses").asInt()).isEqualTo(4);
        assertThat(data.path("pairs").path("chosen>rejected").asInt()).isEqualTo(2);
        assertThat(data.path("lost_pairs").path("chosen>rejected").asInt()).isEqualTo(7);
        assertThat(data.path("set_aside"))
                .isEqualTo(JsonMapper.shared()
                        .readTree("{\"empty_answer\":1,\"template_error\":4,\"too_long\":2,\"without_pair\":3}"));
        assertThat(String.join("\n", notices))
                .contains("29 % of the answers (5 of 17) are left out as template_error")
                .contains("24 % of the answers (4 of 17) are left out as too_long")
                .contains("78 % of the pairs chosen>rejected (7 of 9) are lost")
                .doesNotContain("left out as without_pair");
    }

    @Test
    void tooLongAnswersAreDroppedWithTheirPairsOrCutOrStop() throws IOException {
        run(world.request("dpo", "drop", with("max_length=20")));
        String all = String.join("\n", notices);
        assertThat(all)
                .contains("left out: 22 too_long")
                .contains("pairs lost a>b")
                .contains(
                        "warning: 32 % of the answers (22 of 69) are left out as too_long: raise max_length, as far as"
                                + " the model has positions, or let too_long truncate.")
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
                .isInstanceOf(InputException.class)
                .hasMessageContaining("max_length is 20")
                .hasMessageContaining("groups.jsonl:");
        assertThatThrownBy(() -> run(world.request("dpo", "raise", with("max_length=3", "too_long=raise"))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(world.data() + ":1: the prompt has ")
                .hasMessageContaining("tokens, max_length is 3");
    }

    private TrainResult run(TrainRequest request) {
        return Training.run(new BigramBackend(), request, BigramWorld.listening(notices));
    }
}
