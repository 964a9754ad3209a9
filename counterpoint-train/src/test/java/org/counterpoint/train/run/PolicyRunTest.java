package org.counterpoint.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.counterpoint.data.InputException;
import org.counterpoint.store.Checksums;
import org.counterpoint.train.StoppedException;
import org.counterpoint.train.TrainingException;
import org.counterpoint.train.bigram.BigramWorld;
import org.counterpoint.train.rollout.RewardException;
import org.counterpoint.train.rollout.RewardSource;
import org.counterpoint.train.settings.SettingsReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs on a policy's own answers: what they write, how they go on, and what goes wrong. */
class PolicyRunTest {
    private static final String[] SMALL = {
        "prompts_per_step=3", "max_new_tokens=8", "max_length=200", "steps=4", "learning_rate=3e-3"
    };

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(strings = {"ppo", "rloo", "grpo", "online-dpo"})
    void aStoppedRunGoesOnToTheSameBytes(String method) throws Exception {
        String[] more = method.equals("ppo")
                ? new String[] {"kl_target=0.2", "kl_horizon=30", "ppo_epochs=2", "mini_batches=2"}
                : new String[] {"samples=2"};
        TrainRequest whole = request(method, "whole", more);
        Training.run(whole, TrainProgress.silent());
        TrainRequest broken = request(method, "broken", more);
        for (int stops = 0; stops < 2; stops++) {
            AtomicInteger steps = new AtomicInteger();
            assertThatThrownBy(() -> Training.run(broken, counting(steps), () -> steps.get() >= 1))
                    .isInstanceOf(StoppedException.class);
            // Lines that a kill left behind the checkpoint are cut off when the run goes on.
            Files.writeString(
                    broken.out().resolve("rollouts.jsonl"), "{\"step\":99}\n", java.nio.file.StandardOpenOption.APPEND);
        }
        Training.run(broken, TrainProgress.silent());

        assertThat(Files.readString(broken.out().resolve("rollouts.jsonl")))
                .isEqualTo(Files.readString(whole.out().resolve("rollouts.jsonl")));
        assertThat(metrics(broken)).isEqualTo(metrics(whole));
        assertThat(Checksums.sha256(broken.out().resolve("final/model.safetensors")))
                .isEqualTo(Checksums.sha256(whole.out().resolve("final/model.safetensors")));
        assertThat(whole.out().resolve("final/value")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"ppo, bf16-mixed", "grpo, fp32"})
    void anAdapterIsLearntAgainstItsBaseAsReference(String method, String precision) throws Exception {
        TrainRequest request =
                request(method, "lora", "adapter.rank=4", "precision=" + precision, "ppo_epochs=2", "kl_estimator=k3");
        Training.run(request, TrainProgress.silent());
        assertThat(request.out().resolve("final/adapter_model.safetensors")).exists();
        List<JsonNode> steps = metrics(request);
        // Before anything is learnt, policy and reference are one; warm-up makes the first update nothing.
        assertThat(steps.get(0).get("objective/kl").asDouble()).isZero();
        assertThat(steps.get(3).get("objective/kl").asDouble()).isPositive();
    }

    @Test
    void theValueModelStartsAsTheRewardModelOrAsThePolicyWithAHeadOfZeros() throws Exception {
        TrainRequest ofScores = request("ppo", "scored", "rollouts.detail=tokens", "steps=1");
        Training.run(ofScores, TrainProgress.silent());
        assertThat(rows(ofScores))
                .anySatisfy(
                        row -> assertThat(row.get("values").get(0).asDouble()).isNotZero());
        TrainRequest other = request(
                        "ppo",
                        "graded",
                        "rollouts.detail=tokens",
                        "steps=1",
                        "evaluation.data=" + resource("groups.jsonl"),
                        "evaluation.reward_model=" + resource("reward-model"))
                .withRewards(List.of(new Reward.Source(source("length", text -> text.length()), 1)));
        Training.run(other, TrainProgress.silent());
        assertThat(rows(other)).allSatisfy(row -> row.get("values")
                .forEach(value -> assertThat(value.asDouble()).isZero()));
    }

    @Test
    void rewardsAreSummedByTheirWeightsAndToldApart() throws Exception {
        TrainRequest request = request("rloo", "two", "samples=2", "length_penalty=0.25", "length_free=2")
                .withRewards(List.of(
                        new Reward.Source(source("a", text -> text.length()), 2),
                        new Reward.Source(source("b", text -> 1), -0.5)));
        Training.run(request, TrainProgress.silent());
        for (JsonNode row : rows(request)) {
            double length = row.get("text").asString().length();
            double expected =
                    2 * length - 0.5 - 0.25 * Math.max(0, row.get("tokens").asInt() - 2);
            assertThat(row.get("score").asDouble()).isEqualTo(expected);
        }
        JsonNode step = metrics(request).get(0);
        assertThat(step.get("reward/b").asDouble()).isEqualTo(1);
        double mean = step.get("objective/scores").asDouble();
        assertThat(mean).isGreaterThan(step.get("reward/a").asDouble());
    }

    @Test
    void whereAllScoresAreEqualNothingIsLearntAndItIsSaid() throws Exception {
        List<String> notices = new ArrayList<>();
        TrainRequest request = request("grpo", "equal", "samples=3", "kl_coef=0", "steps=6")
                .withRewards(List.of(new Reward.Source(source("same", text -> 3), 1)));
        Training.run(request, BigramWorld.listening(notices));
        assertThat(metrics(request)).allSatisfy(step -> {
            assertThat(step.get("equal_groups").asDouble()).isEqualTo(1);
            assertThat(step.get("grad_norm").asDouble()).isZero();
        });
        assertThat(notices)
                .filteredOn(notice -> notice.contains("warning"))
                .contains("warning: all answers of 100 % of the prompts of step 5 have the same score, as in the steps"
                        + " before: little is learnt; raise temperature or samples, or take another reward");
        TrainRequest pairs = request("online-dpo", "no-pairs", "samples=3")
                .withRewards(List.of(new Reward.Source(source("same", text -> 3), 1)));
        Training.run(pairs, TrainProgress.silent());
        assertThat(metrics(pairs)).allSatisfy(step -> {
            assertThat(step.get("pairs").asInt()).isZero();
            assertThat(step.get("loss").isNull()).isTrue();
        });
    }

    @Test
    void aRewardThatCannotBeHadKeepsWhatWasLearnt() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        RewardSource failing = new Texts("judge", text -> text.length()) {
            @Override
            public List<double[]> scores(List<Answered> answered) {
                if (asked.incrementAndGet() == 3) {
                    throw new RewardException("the judge is away");
                }
                return super.scores(answered);
            }
        };
        TrainRequest request = request("rloo", "away", "samples=2", "checkpoint.every=100")
                .withRewards(List.of(new Reward.Source(failing, 1)));
        assertThatThrownBy(() -> Training.run(request, TrainProgress.silent()))
                .isInstanceOf(RewardException.class)
                .hasMessage("the judge is away");
        assertThat(request.out().resolve("checkpoints/step-2")).exists();
        List<String> notices = new ArrayList<>();
        Training.run(request, BigramWorld.listening(notices));
        assertThat(notices).contains("going on after step 2 of 4");
        TrainRequest whole = request("rloo", "there", "samples=2", "checkpoint.every=100")
                .withRewards(List.of(new Reward.Source(source("judge", text -> text.length()), 1)));
        Training.run(whole, TrainProgress.silent());
        assertThat(Files.readString(request.out().resolve("rollouts.jsonl")))
                .isEqualTo(Files.readString(whole.out().resolve("rollouts.jsonl")));
    }

    @Test
    void aScoreThatIsNoNumberIsRefusedByName() throws Exception {
        TrainRequest request =
                request("rloo", "nan").withRewards(List.of(new Reward.Source(source("broken", text -> Double.NaN), 1)));
        assertThatThrownBy(() -> Training.run(request, TrainProgress.silent()))
                .isInstanceOf(RewardException.class)
                .hasMessageMatching(
                        "the score of broken for an answer to g\\d+ is NaN, which is nothing to learn from");
    }

    @Test
    void aKlBeyondItsLimitStopsTheRun() throws Exception {
        TrainRequest request =
                request("ppo", "far", "kl_limit=0.001", "kl_estimator=k3", "learning_rate=0.05", "checkpoint.every=1");
        assertThatThrownBy(() -> Training.run(request, TrainProgress.silent()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("the KL to the reference is ")
                .hasMessageContaining(", beyond kl_limit 0.001\n  a larger kl_coef or a smaller learning_rate");
        assertThat(request.out().resolve("checkpoints/step-1")).exists();
    }

    @Test
    void heldOutPromptsAreAnsweredAndAnotherRewardModelIsWatched() throws Exception {
        TrainRequest request = request(
                "rloo",
                "held",
                "samples=2",
                "evaluation.data=" + resource("groups.jsonl"),
                "evaluation.every=2",
                "evaluation.reward_model=" + resource("reward-model"));
        Training.run(request, TrainProgress.silent());
        List<JsonNode> evaluations = metrics(request).stream()
                .filter(line -> line.has("eval_objective/scores"))
                .toList();
        assertThat(evaluations).hasSize(3);
        assertThat(evaluations).allSatisfy(line -> assertThat(line.get("eval_watched_reward"))
                .isEqualTo(line.get("eval_objective/scores")));
        assertThat(evaluations.get(0).get("eval_objective/kl").asDouble()).isZero();
        assertThatThrownBy(
                        () -> run("rloo", "evaluation.data=" + resource("groups.jsonl"), "evaluation.metric=eval_loss"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "there are: eval_objective/scores, eval_objective/kl, eval_response_length, eval_cut_off");
    }

    @Test
    void whatCannotBeUsedIsSaid() throws Exception {
        assertThatThrownBy(() -> Training.run(request("rloo", "none").withRewards(List.of()), TrainProgress.silent()))
                .hasMessage("rloo needs a reward\n  give --reward-model DIR");
        Path model = resource("model");
        assertThatThrownBy(() -> Training.run(
                        request("rloo", "lm").withRewards(List.of(new Reward.Model(model, 1))), TrainProgress.silent()))
                .hasMessage(model + " is a language model, and writes texts; a reward model scores them"
                        + "\n  'counterpoint train reward' makes one");
        assertThatThrownBy(() -> run("rloo", "max_length=10", "max_new_tokens=10"))
                .hasMessage("max_new_tokens 10 leaves no room for a prompt: max_length is 10"
                        + "\n  raise max_length, or lower max_new_tokens");
        assertThatThrownBy(() -> run("rloo", "max_length=20", "max_new_tokens=10"))
                .hasMessageContaining("no prompt to answer is left of ")
                .hasMessageContaining("tokens, max_length is 20 and leaves it 10 beside max_new_tokens")
                .hasMessageContaining("raise max_length");
        assertThat(root.resolve("wrong.ledger.jsonl")).isNotEmptyFile();
        assertThat(root.resolve("wrong")).doesNotExist();
        assertThatThrownBy(() -> run("rloo", "max_length=60", "max_new_tokens=10", "too_long=raise"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("raise max_length, or set too_long to drop");
        assertThatThrownBy(() -> run("grpo", "samples=1")).hasMessageContaining("samples");
        assertThatThrownBy(() -> run("rloo", "kl_horizon=5")).hasMessageContaining("kl_horizon needs kl_target");
        assertThatThrownBy(() -> run("rloo", "gamma=1")).hasMessageContaining("rloo does not use gamma");
        assertThatThrownBy(() -> run("rloo", "curriculum=linear"))
                .hasMessageContaining("rloo does not use curriculum.kind");
        assertThatThrownBy(() -> run("rloo", "adapter.rank=4", "adapter.dropout=0.1"))
                .hasMessageContaining("adapter.dropout is not for rloo");
        assertThatThrownBy(() -> run("rloo", "too_long=truncate")).hasMessageContaining("a prompt is not cut short");
    }

    private void run(String method, String... settings) throws URISyntaxException {
        Training.run(request(method, "wrong", settings), TrainProgress.silent());
    }

    private TrainRequest request(String method, String out, String... settings) throws URISyntaxException {
        List<String> all = new ArrayList<>(List.of(SMALL));
        for (String setting : settings) {
            all.removeIf(small -> small.startsWith(setting.substring(0, setting.indexOf('=') + 1)));
            all.add(setting);
        }
        return new TrainRequest(
                        Roles.of(resource("model")),
                        resource("groups.jsonl"),
                        root.resolve(out),
                        SettingsReader.read(method, Map.of(), all),
                        false)
                .withRewards(List.of(new Reward.Model(resource("reward-model"), 1)));
    }

    private static List<JsonNode> metrics(TrainRequest request) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(request.out().resolve("metrics.jsonl"))) {
            ObjectNode node = (ObjectNode) JsonMapper.shared().readTree(line);
            node.remove(List.of(
                    "elapsed_seconds", "tokens_per_second", "seconds/sample", "seconds/score", "seconds/learn"));
            lines.add(node);
        }
        return lines;
    }

    private static List<JsonNode> rows(TrainRequest request) throws IOException {
        return Files.readAllLines(request.out().resolve("rollouts.jsonl")).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    private static TrainProgress counting(AtomicInteger steps) {
        return new TrainProgress() {
            @Override
            public void notice(String text) {}

            @Override
            public void phase(String name, long done, long total) {}

            @Override
            public void step(long step, long all, double loss, double tokensPerSecond, double secondsLeft) {
                steps.incrementAndGet();
            }
        };
    }

    private static RewardSource source(String name, ToDoubleFunction<String> score) {
        return new Texts(name, score);
    }

    /** Scores texts by a function. */
    private static class Texts implements RewardSource {
        private final String name;
        private final ToDoubleFunction<String> score;

        Texts(String name, ToDoubleFunction<String> score) {
            this.name = name;
            this.score = score;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String identity() {
            return name;
        }

        @Override
        public List<double[]> scores(List<Answered> answered) {
            return answered.stream()
                    .map(one -> one.texts().stream().mapToDouble(score).toArray())
                    .toList();
        }

        @Override
        public void close() {}
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(PolicyRunTest.class.getResource("/golden/trl/" + name))
                .toURI());
    }
}
