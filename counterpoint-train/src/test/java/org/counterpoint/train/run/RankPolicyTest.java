package org.counterpoint.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.counterpoint.data.InputException;
import org.counterpoint.store.Checksums;
import org.counterpoint.train.StopRequest;
import org.counterpoint.train.StoppedException;
import org.counterpoint.train.ranks.RankPlan;
import org.counterpoint.train.ranks.RankThreads;
import org.counterpoint.train.rollout.RewardException;
import org.counterpoint.train.rollout.RewardSource;
import org.counterpoint.train.settings.SettingsReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A policy that several ranks learn from its own answers, against one that learns alone. */
class RankPolicyTest {
    private static final List<String> SMALL = List.of(
            "prompts_per_step=3",
            "max_new_tokens=8",
            "max_length=200",
            "steps=4",
            "learning_rate=1e-3",
            "threads=1",
            "micro_batch_tokens=512");

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({"ppo, 2, 'ppo_epochs=2;mini_batches=2;shard=optimizer'", "rloo, 3, samples=2"})
    void severalRanksLearnWhatOneLearns(String method, int size, String more) throws Exception {
        compareWithOne(method, size, more);
    }

    @ParameterizedTest
    @Tag("slow")
    @CsvSource({"grpo, 2, 'samples=2;adapter.rank=4;kl_coef=0.1'", "online-dpo, 3, samples=2"})
    void soDoTheOtherMethods(String method, int size, String more) throws Exception {
        compareWithOne(method, size, more);
    }

    private void compareWithOne(String method, int size, String more) throws Exception {
        String held =
                ";evaluation.data=" + resource("groups.jsonl") + ";evaluation.reward_model=" + resource("reward-model");
        TrainRequest alone = request(method, "alone", more + held);
        Training.run(alone, TrainProgress.silent());
        TrainRequest together = request(method, "together", more + held);
        run(together, size);
        List<JsonNode> expected = lines(alone, "metrics.jsonl");
        List<JsonNode> found = lines(together, "metrics.jsonl");
        assertThat(found).hasSameSizeAs(expected);
        for (int line = 0; line < expected.size(); line++) {
            for (String name : expected.get(line).propertyNames()) {
                if (!name.contains("second") && expected.get(line).get(name).isNumber()) {
                    double value = expected.get(line).get(name).asDouble();
                    assertThat(found.get(line).get(name).asDouble())
                            .as(name + " of line " + line)
                            .isCloseTo(value, within(2e-4 * Math.max(1e-2, Math.abs(value))));
                }
            }
        }
        assertThat(lines(together, "rollouts.jsonl").stream()
                        .map(row -> row.get("id") + " " + row.get("sample") + " " + row.get("text")))
                .isEqualTo(lines(alone, "rollouts.jsonl").stream()
                        .map(row -> row.get("id") + " " + row.get("sample") + " " + row.get("text"))
                        .toList());
    }

    @Test
    void exactSumsGiveTheSameBytesForAnyNumberOfRanksAlsoOnesThatWereStopped() throws Exception {
        String exact = "samples=2;reduce=exact;checkpoint.every=2;evaluation.data=" + resource("groups.jsonl");
        TrainRequest alone = request("rloo", "alone", exact);
        Training.run(alone, TrainProgress.silent());
        TrainRequest together = request("rloo", "together", exact);
        List<Future<TrainResult>> stopped = RankThreads.run(2, plan -> {
            AtomicInteger done = new AtomicInteger();
            return Training.run(
                    new EngineBackend(), together, new RankRunTest.CountingProgress(done), () -> done.get() >= 1, plan);
        });
        for (Future<TrainResult> rank : stopped) {
            assertThatThrownBy(rank::get).hasCauseInstanceOf(StoppedException.class);
        }
        run(together, 3);
        for (String file : List.of("final/model.safetensors", "rollouts.jsonl", "checkpoints/step-4/policy.json")) {
            assertThat(Checksums.sha256(together.out().resolve(file)))
                    .as(file)
                    .isEqualTo(Checksums.sha256(alone.out().resolve(file)));
        }
        assertThat(withoutTimes(together)).isEqualTo(withoutTimes(alone));
    }

    @Test
    @Tag("slow")
    void momentsThatAreCutOverRanksGoOnToTheSameBytes() throws Exception {
        String settings = "checkpoint.every=2;mini_batches=2";
        TrainRequest whole = request("ppo", "whole", settings);
        run(whole, 2);
        TrainRequest cut = request("ppo", "cut", settings + ";shard=optimizer");
        RankThreads.run(2, plan -> {
            AtomicInteger done = new AtomicInteger();
            return Training.run(
                    new EngineBackend(), cut, new RankRunTest.CountingProgress(done), () -> done.get() >= 3, plan);
        });
        assertThat(cut.out().resolve("checkpoints/step-3")).exists();
        run(cut, 2);
        for (String file : List.of(
                "final/model.safetensors",
                "checkpoints/step-4/optimizer.safetensors",
                "checkpoints/step-4/value/optimizer.safetensors",
                "checkpoints/step-4/value/model.safetensors")) {
            assertThat(Checksums.sha256(cut.out().resolve(file)))
                    .as(file)
                    .isEqualTo(Checksums.sha256(whole.out().resolve(file)));
        }
    }

    @Test
    void whoIsNoModelIsAskedByRankZeroAloneAndItsFailureEndsAll() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        RewardSource lengths = new RewardSource() {
            @Override
            public String name() {
                return "lengths";
            }

            @Override
            public String identity() {
                return "lengths";
            }

            @Override
            public List<double[]> scores(List<Answered> answered) {
                if (asked.incrementAndGet() == 3) {
                    throw new RewardException("the judge is away");
                }
                return answered.stream()
                        .map(one ->
                                one.texts().stream().mapToDouble(String::length).toArray())
                        .toList();
            }

            @Override
            public void close() {}
        };
        TrainRequest request = request("rloo", "run", "samples=2").withRewards(List.of(new Reward.Source(lengths, 1)));
        List<Future<TrainResult>> results = RankThreads.run(
                2,
                plan -> Training.run(new EngineBackend(), request, TrainProgress.silent(), StopRequest.never(), plan));
        assertThatThrownBy(results.get(0)::get).rootCause().hasMessage("the judge is away");
        assertThatThrownBy(results.get(1)::get).rootCause().hasMessage("rank 0: the judge is away");
        assertThat(asked).hasValue(3);
        assertThat(lines(request, "rollouts.jsonl")).hasSize(2 * 3 * 2);
    }

    @Test
    void moreRanksThanPromptsAreRefused() throws Exception {
        TrainRequest request = request("rloo", "run", "samples=2");
        RankPlan four = new RankPlan.Local(4, List.of());
        assertThatThrownBy(() ->
                        Training.run(new EngineBackend(), request, TrainProgress.silent(), StopRequest.never(), four))
                .isInstanceOf(InputException.class)
                .hasMessage("4 processes have nothing to share in a step of 3 prompts\n"
                        + "  raise prompts_per_step, or start fewer");
    }

    private static void run(TrainRequest request, int size) throws Exception {
        List<Future<TrainResult>> results = RankThreads.run(
                size,
                plan -> Training.run(new EngineBackend(), request, TrainProgress.silent(), StopRequest.never(), plan));
        for (Future<TrainResult> result : results) {
            result.get();
        }
    }

    private TrainRequest request(String method, String out, String more) throws URISyntaxException {
        List<String> all = new ArrayList<>(SMALL);
        all.addAll(Arrays.asList(more.split(";")));
        return new TrainRequest(
                        Roles.of(resource("model")),
                        resource("groups.jsonl"),
                        root.resolve(out),
                        SettingsReader.read(method, Map.of(), all),
                        false)
                .withRewards(List.of(new Reward.Model(resource("reward-model"), 1)));
    }

    private static List<JsonNode> lines(TrainRequest request, String file) throws Exception {
        return Files.readAllLines(request.out().resolve(file)).stream()
                .map(line -> (JsonNode) JsonMapper.shared().readTree(line))
                .toList();
    }

    private static List<JsonNode> withoutTimes(TrainRequest request) throws Exception {
        List<JsonNode> lines = lines(request, "metrics.jsonl");
        for (JsonNode line : lines) {
            ((ObjectNode) line)
                    .remove(List.of(
                            "elapsed_seconds",
                            "tokens_per_second",
                            "seconds/sample",
                            "seconds/score",
                            "seconds/learn",
                            "seconds/ranks",
                            "bytes/ranks"));
        }
        return lines;
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(RankPolicyTest.class.getResource("/golden/trl/" + name))
                .toURI());
    }
}
