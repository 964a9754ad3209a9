package org.counterpoint.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.counterpoint.store.Checksums;
import org.counterpoint.store.FolderLock;
import org.counterpoint.train.StopRequest;
import org.counterpoint.train.StoppedException;
import org.counterpoint.train.TrainingException;
import org.counterpoint.train.ranks.RankException;
import org.counterpoint.train.ranks.RankPlan;
import org.counterpoint.train.ranks.RankThreads;
import org.counterpoint.train.settings.SettingsReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Several ranks against one: the same metrics and weights to float tolerance, and to the byte where they are summed exactly. */
class RankRunTest {
    private static final List<String> SMALL =
            List.of("groups_per_step=4", "steps=4", "learning_rate=1e-3", "micro_batch_tokens=256", "threads=1");

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({"dpo, 3, forward=pairwise", "slic, 2, 'adapter.rank=4,adapter.dropout=0.1'"})
    void severalRanksLearnWhatOneLearns(String method, int size, String more) throws Exception {
        compareWithOne(method, size, more);
    }

    @ParameterizedTest
    @Tag("slow")
    @CsvSource({"sft, 2, ''", "dpo, 2, 'forward=shared-prefix,curriculum=linear'", "reward, 2, ''"})
    void soDoTheOtherMethods(String method, int size, String more) throws Exception {
        compareWithOne(method, size, more);
    }

    @ParameterizedTest
    @CsvSource({"dpo, 2, 'micro_batch_tokens=96'", "sft, 3, 'activation_checkpointing=true'"})
    void ranksThatHoldOneModelTogetherLearnWhatOneLearns(String method, int size, String more) throws Exception {
        compareWithOne(method, size, "shard=all," + more);
    }

    private void compareWithOne(String method, int size, String more) throws Exception {
        List<String> settings = new ArrayList<>(List.of("evaluation.data=" + resource("groups.jsonl")));
        settings.addAll(more.isEmpty() ? List.of() : List.of(more.split(",")));
        TrainRequest alone = request(method, "alone", settings);
        Training.run(alone, TrainProgress.silent());
        TrainRequest together = request(method, "together", settings);
        run(together, size);
        List<JsonNode> expected = metrics(alone);
        List<JsonNode> found = metrics(together);
        assertThat(found).hasSameSizeAs(expected);
        for (int line = 0; line < expected.size(); line++) {
            JsonNode one = expected.get(line);
            JsonNode several = found.get(line);
            for (String name : one.propertyNames()) {
                if (!name.contains("second")) {
                    double value = one.get(name).asDouble();
                    assertThat(several.get(name).asDouble())
                            .as(name + " of line " + line)
                            .isCloseTo(value, within(1e-4 * Math.max(1e-2, Math.abs(value))));
                }
            }
        }
    }

    @ParameterizedTest
    @Tag("slow")
    @CsvSource({"dpo, ''", "sft, 'forward=shared-prefix,adapter.rank=4,adapter.dropout=0.1'"})
    void exactSumsGiveTheSameBytesForAnyNumberOfRanks(String method, String more) throws Exception {
        List<String> settings = new ArrayList<>(
                List.of("reduce=exact", "evaluation.data=" + resource("groups.jsonl"), "checkpoint.every=2"));
        settings.addAll(more.isEmpty() ? List.of() : List.of(more.split(",")));
        String weights = method.equals("sft") ? "adapter_model.safetensors" : "model.safetensors";
        TrainRequest alone = request(method, "alone", settings);
        Training.run(alone, TrainProgress.silent());
        for (int size = 2; size <= 3; size++) {
            TrainRequest together = request(method, "together" + size, settings);
            run(together, size);
            for (String file : List.of("final/" + weights, "checkpoints/step-4/optimizer.safetensors")) {
                assertThat(Checksums.sha256(together.out().resolve(file)))
                        .as(file)
                        .isEqualTo(Checksums.sha256(alone.out().resolve(file)));
            }
            assertThat(withoutTimes(metrics(together))).isEqualTo(withoutTimes(metrics(alone)));
        }
        TrainRequest fast = request(method, "fast", settings.subList(1, settings.size()));
        Training.run(fast, TrainProgress.silent());
        assertThat(Checksums.sha256(fast.out().resolve("final/" + weights)))
                .as("another order of sums rounds otherwise")
                .isNotEqualTo(Checksums.sha256(alone.out().resolve("final/" + weights)));
    }

    @Test
    void aStoppedRunGoesOnWithAnotherNumberOfRanks() throws Exception {
        List<String> settings = List.of("reduce=exact", "checkpoint.every=3");
        TrainRequest alone = request("dpo", "alone", settings);
        Training.run(alone, TrainProgress.silent());
        TrainRequest broken = request("dpo", "broken", settings);
        List<Future<TrainResult>> stopped = RankThreads.run(2, plan -> {
            AtomicInteger done = new AtomicInteger();
            TrainProgress counting = new CountingProgress(done);
            return Training.run(new EngineBackend(), broken, counting, () -> done.get() >= 2, plan);
        });
        for (Future<TrainResult> rank : stopped) {
            assertThatThrownBy(rank::get).hasCauseInstanceOf(StoppedException.class);
        }
        assertThat(broken.out().resolve("checkpoints/step-2")).exists();
        run(broken, 3);
        for (String file : List.of("final/model.safetensors", "checkpoints/step-3/optimizer.safetensors")) {
            assertThat(Checksums.sha256(broken.out().resolve(file)))
                    .as(file)
                    .isEqualTo(Checksums.sha256(alone.out().resolve(file)));
        }
        assertThat(withoutTimes(metrics(broken))).isEqualTo(withoutTimes(metrics(alone)));
        assertThat(broken.out().resolve("cache")).doesNotExist();
    }

    @ParameterizedTest
    @Tag("slow")
    @CsvSource({"2, ''", "3, adapter.rank=4"})
    void momentsThatAreCutOverRanksGiveTheSameBytes(int size, String more) throws Exception {
        List<String> settings = new ArrayList<>(List.of("checkpoint.every=2", "weight_decay=0.1"));
        settings.addAll(more.isEmpty() ? List.of() : List.of(more));
        TrainRequest whole = request("dpo", "whole", settings);
        run(whole, size);
        settings.add("shard=optimizer");
        TrainRequest cut = request("dpo", "cut", settings);
        RankThreads.run(size, plan -> {
            AtomicInteger done = new AtomicInteger();
            TrainProgress counting = new CountingProgress(done);
            return Training.run(new EngineBackend(), cut, counting, () -> done.get() >= 3, plan);
        });
        assertThat(cut.out().resolve("checkpoints/step-3")).exists();
        run(cut, size);
        String weights = more.isEmpty() ? "model.safetensors" : "adapter_model.safetensors";
        for (String file : List.of("final/" + weights, "checkpoints/step-4/optimizer.safetensors")) {
            assertThat(Checksums.sha256(cut.out().resolve(file)))
                    .as(file)
                    .isEqualTo(Checksums.sha256(whole.out().resolve(file)));
        }
        assertThat(cut.out().resolve("checkpoints/step-4").toFile().list())
                .containsExactlyInAnyOrder(
                        whole.out().resolve("checkpoints/step-4").toFile().list());
    }

    @ParameterizedTest
    @CsvSource({"dpo, model.safetensors", "reward, model.safetensors"})
    void aModelThatRanksHoldTogetherGoesOnWhereItStopped(String method, String weights) throws Exception {
        List<String> settings = List.of("shard=all", "checkpoint.every=2", "weight_decay=0.1");
        TrainRequest whole = request(method, "whole", settings);
        run(whole, 2);
        TrainRequest broken = request(method, "broken", settings);
        RankThreads.run(2, plan -> {
            AtomicInteger done = new AtomicInteger();
            TrainProgress counting = new CountingProgress(done);
            return Training.run(new EngineBackend(), broken, counting, () -> done.get() >= 3, plan);
        });
        assertThat(broken.out().resolve("checkpoints/step-3")).exists();
        List<String> written = files(broken.out().resolve("checkpoints/step-3"));
        run(broken, 2);
        for (String file : List.of("final/" + weights, "checkpoints/step-4/optimizer.safetensors")) {
            assertThat(Checksums.sha256(broken.out().resolve(file)))
                    .as(file)
                    .isEqualTo(Checksums.sha256(whole.out().resolve(file)));
        }
        assertThat(files(whole.out().resolve("checkpoints/step-4"))).isEqualTo(written);
        assertThat(withoutTimes(metrics(broken))).isEqualTo(withoutTimes(metrics(whole)));
    }

    @ParameterizedTest
    @Tag("slow")
    @CsvSource({"3, shard=all", "1, shard=all", "2, shard=none", "2, shard=optimizer"})
    void itGoesOnUnderAnotherNumberOfRanksAndCutOtherwise(int size, String shard) throws Exception {
        TrainRequest alone = request("dpo", "alone", List.of());
        Training.run(alone, TrainProgress.silent());
        TrainRequest broken = request("dpo", "broken", List.of("shard=all", "checkpoint.every=2"));
        RankThreads.run(2, plan -> {
            AtomicInteger done = new AtomicInteger();
            TrainProgress counting = new CountingProgress(done);
            return Training.run(new EngineBackend(), broken, counting, () -> done.get() >= 2, plan);
        });
        TrainRequest on = request("dpo", "broken", List.of(shard, "checkpoint.every=2"));
        if (size == 1) {
            Training.run(on, TrainProgress.silent());
        } else {
            run(on, size);
        }
        List<JsonNode> expected = metrics(alone);
        List<JsonNode> found = metrics(on);
        assertThat(found).hasSameSizeAs(expected);
        for (int line = 0; line < expected.size(); line++) {
            for (String name : List.of("loss", "grad_norm")) {
                double value = expected.get(line).get(name).asDouble();
                assertThat(found.get(line).get(name).asDouble())
                        .as(name + " of line " + line)
                        .isCloseTo(value, within(1e-4 * Math.max(1e-2, value)));
            }
        }
    }

    private static List<String> files(Path folder) throws Exception {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    record CountingProgress(AtomicInteger done) implements TrainProgress {
        @Override
        public void notice(String text) {}

        @Override
        public void phase(String name, long done, long total) {}

        @Override
        public void step(long step, long steps, double loss, double tokensPerSecond, double secondsLeft) {
            done.incrementAndGet();
        }
    }

    @Test
    void aRankOfAnotherRunIsNamedAndAllEnd() throws Exception {
        TrainRequest one = request("dpo", "run", List.of());
        TrainRequest other = request("dpo", "run", List.of("beta=0.2"));
        List<Future<TrainResult>> results = RankThreads.run(
                2,
                plan -> Training.run(
                        new EngineBackend(),
                        plan.rank() == 0 ? one : other,
                        TrainProgress.silent(),
                        StopRequest.never(),
                        plan));
        for (Future<TrainResult> result : results) {
            assertThatThrownBy(result::get)
                    .hasCauseInstanceOf(RankException.class)
                    .rootCause()
                    .hasMessage("rank 1 is not of the run that rank 0 is of (there: rank 0, now: rank 1)\n"
                            + "  beta: 0.1 there, 0.2 now\n"
                            + "  give all ranks the same command, program, data and models");
        }
    }

    @Test
    void aFolderInUseEndsAllAndLosesNothing() throws Exception {
        TrainRequest request = request("dpo", "run", List.of());
        Path others =
                Files.createDirectories(request.out().resolve("cache/rank-1")).resolve("tokens");
        Files.createFile(others);
        // What another run of the same settings holds, as far as this one sees.
        run(request("dpo", "like", List.of()), RankPlan.alone());
        Files.copy(root.resolve("like/run.json"), request.out().resolve("run.json"));
        try (FolderLock lock = FolderLock.take(request.out()).orElseThrow()) {
            List<Future<TrainResult>> results = RankThreads.run(
                    2,
                    plan -> Training.run(
                            new EngineBackend(), request, TrainProgress.silent(), StopRequest.never(), plan));
            String words = request.out() + " is in use by another process\n  wait for it, or give another --out";
            assertThatThrownBy(results.get(0)::get).rootCause().hasMessage(words);
            assertThatThrownBy(results.get(1)::get).rootCause().hasMessage("rank 0 failed: " + words);
        }
        assertThat(others).exists();
    }

    @Test
    void whatOneRankCannotReadEndsAll() throws Exception {
        TrainRequest one = request("dpo", "run", List.of());
        TrainRequest other =
                new TrainRequest(one.roles(), root.resolve("gone.jsonl"), one.out(), one.settings(), false);
        List<Future<TrainResult>> results = RankThreads.run(
                2,
                plan -> Training.run(
                        new EngineBackend(),
                        plan.rank() == 0 ? one : other,
                        TrainProgress.silent(),
                        StopRequest.never(),
                        plan));
        assertThatThrownBy(results.get(0)::get)
                .rootCause()
                .hasMessage("rank 1: there is no file " + root.resolve("gone.jsonl"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "all"})
    void aLossThatIsNoNumberOnOneRankStopsAllBeforeTheStepIsLearnt(String shard) throws Exception {
        TrainRequest request = request(
                "dpo", "run", List.of("learning_rate=1e30", "warmup_ratio=0", "clip_norm=1e9", "shard=" + shard));
        List<Future<TrainResult>> results = RankThreads.run(
                2,
                plan -> Training.run(new EngineBackend(), request, TrainProgress.silent(), StopRequest.never(), plan));
        for (Future<TrainResult> result : results) {
            assertThatThrownBy(result::get)
                    .hasCauseInstanceOf(TrainingException.class)
                    .hasMessageContaining("training stopped at step 2: ")
                    .hasMessageContaining("nothing of this step was learnt");
        }
    }

    @Test
    void moreRanksThanThereIsToShareAreRefused() throws Exception {
        RankPlan six = new RankPlan.Local(6, List.of());
        assertThatThrownBy(() -> run(request("dpo", "run", List.of()), six))
                .isInstanceOf(InputException.class)
                .hasMessage("6 processes have nothing to share in a step of 4 groups\n"
                        + "  raise groups_per_step, or start fewer");
        List<String> few = List.of("reduce=exact", "reduce.shards=4");
        assertThatThrownBy(() -> run(request("dpo", "run", few, "groups_per_step=8"), six))
                .hasMessage(
                        "6 processes are more than the 4 shards of a step\n" + "  raise reduce.shards, or start fewer");
        assertThat(root.resolve("run")).doesNotExist();
    }

    private static void run(TrainRequest request, RankPlan plan) {
        Training.run(new EngineBackend(), request, TrainProgress.silent(), StopRequest.never(), plan);
    }

    private static List<JsonNode> withoutTimes(List<JsonNode> lines) {
        for (JsonNode line : lines) {
            ((ObjectNode) line)
                    .remove(List.of(
                            "elapsed_seconds",
                            "reference_seconds",
                            "tokens_per_second",
                            "seconds/ranks",
                            "bytes/ranks"));
        }
        return lines;
    }

    private void run(TrainRequest request, int size) throws Exception {
        List<Future<TrainResult>> results = RankThreads.run(
                size,
                plan -> Training.run(new EngineBackend(), request, TrainProgress.silent(), StopRequest.never(), plan));
        for (Future<TrainResult> result : results) {
            result.get();
        }
    }

    private TrainRequest request(String method, String out, List<String> settings, String... instead)
            throws URISyntaxException {
        List<String> all = new ArrayList<>(SMALL);
        for (String setting :
                Stream.concat(settings.stream(), Stream.of(instead)).toList()) {
            all.removeIf(small -> small.startsWith(setting.substring(0, setting.indexOf('=') + 1)));
            all.add(setting);
        }
        return new TrainRequest(
                Roles.of(resource("model")),
                resource("groups.jsonl"),
                root.resolve(out),
                SettingsReader.read(method, Map.of(), all),
                false);
    }

    private static List<JsonNode> metrics(TrainRequest request) throws Exception {
        return Files.readAllLines(request.out().resolve("metrics.jsonl")).stream()
                .map(line -> (JsonNode) JsonMapper.shared().readTree(line))
                .toList();
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(RankRunTest.class.getResource("/golden/trl/" + name))
                .toURI());
    }
}
