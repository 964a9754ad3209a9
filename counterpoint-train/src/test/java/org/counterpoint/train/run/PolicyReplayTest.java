package org.counterpoint.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.counterpoint.train.settings.SettingsReader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Policy gradients on a tiny LLaMA against a plain torch replay of the recorded answers, step by step, and the weights at
 * the end: src/test/golden/policy_replay.py.
 */
class PolicyReplayTest {
    /** What a step tells, and the replay's name for it. */
    private static final Map<String, String> TOLD = told();

    @TempDir
    Path root;

    private static Map<String, String> told() {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("objective/kl", "kl");
        told.put("objective/entropy", "entropy");
        told.put("kl_coef", "kl_coef");
        told.put("loss/policy_avg", "policy");
        told.put("loss/value_avg", "value");
        told.put("policy/approxkl_avg", "approxkl");
        told.put("policy/clipfrac_avg", "clipfrac");
        told.put("val/clipfrac_avg", "value_clipfrac");
        told.put("val/ratio", "ratio");
        told.put("grad_norm", "grad_norm");
        told.put("value_grad_norm", "value_grad_norm");
        return told;
    }

    @ParameterizedTest
    @CsvSource({
        "ppo, shared-prefix, 4096",
        "ppo, grouped, 64",
        "ppo-whitened, shared-prefix, 4096",
        "rloo, shared-prefix, 4096",
        "rloo-once, grouped, 4096",
        "rloo-once, shared-prefix, 64",
        "grpo, shared-prefix, 4096",
        "grpo-tokens, shared-prefix, 4096"
    })
    void everyNumberIsThatOfThePlainReplay(String name, String forward, int microBatchTokens)
            throws IOException, URISyntaxException {
        JsonNode golden = JsonMapper.shared()
                .readTree(Files.readString(resource("policy-replay.json")))
                .get(name);
        List<String> settings = new ArrayList<>();
        golden.get("settings").forEachEntry((key, value) -> settings.add(key + "=" + value.asString()));
        settings.add("forward=" + forward);
        settings.add("micro_batch_tokens=" + microBatchTokens);
        settings.removeIf(setting -> setting.startsWith("checkpoint.every"));
        settings.add("checkpoint.every=4");
        Path out = root.resolve("run");
        Path model = resource("trl/model");
        Training.run(
                new TrainRequest(
                                Roles.of(model),
                                resource("trl/groups.jsonl"),
                                out,
                                SettingsReader.read(golden.get("method").asString(), Map.of(), settings),
                                false)
                        .withRewards(List.of(new Reward.Model(resource("trl/reward-model"), 1))),
                TrainProgress.silent());

        List<JsonNode> rows = lines(out.resolve("rollouts.jsonl"));
        assertDrawn(rows, golden.get("drawn"));
        List<JsonNode> steps = lines(out.resolve("metrics.jsonl"));
        assertThat(steps).hasSameSizeAs(golden.get("steps"));
        for (int k = 0; k < steps.size(); k++) {
            JsonNode theirs = golden.get("steps").get(k);
            JsonNode ours = steps.get(k);
            TOLD.forEach((metric, replayed) -> {
                if (theirs.has(replayed)) {
                    close(ours.get(metric).asDouble(), theirs.get(replayed).asDouble(), metric + " of step " + ours);
                }
            });
            assertByToken(rows, k + 1, theirs);
        }
        MovedWeights.check(golden.get("policy"), model, out.resolve("final"));
        if (golden.has("value")) {
            MovedWeights.check(
                    golden.get("value"), resource("trl/reward-model"), out.resolve("checkpoints/step-4/value"));
        }
    }

    private static void assertDrawn(List<JsonNode> rows, JsonNode drawn) {
        assertThat(rows).hasSameSizeAs(drawn);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).get("id")).isEqualTo(drawn.get(i).get(0));
            assertThat(rows.get(i).get("sample").asInt())
                    .isEqualTo(drawn.get(i).get(1).asInt());
            assertThat(rows.get(i).get("ids").toString())
                    .isEqualTo(drawn.get(i).get(2).toString());
        }
    }

    private static void assertByToken(List<JsonNode> rows, int step, JsonNode theirs) {
        if (!theirs.has("advantages")) {
            return;
        }
        List<JsonNode> own =
                rows.stream().filter(row -> row.get("step").asInt() == step).toList();
        for (String name : List.of("values", "advantages", "returns")) {
            for (int i = 0; i < own.size(); i++) {
                JsonNode expected = theirs.get(name).get(i);
                assertThat(own.get(i).get(name)).hasSameSizeAs(expected);
                for (int t = 0; t < expected.size(); t++) {
                    close(
                            own.get(i).get(name).get(t).asDouble(),
                            expected.get(t).asDouble(),
                            name + " " + t + " of answer " + i + " of step " + step);
                }
            }
        }
    }

    private static void close(double ours, double theirs, String what) {
        assertThat(ours).as(what).isCloseTo(theirs, within(1e-3 * Math.abs(theirs) + 2e-5));
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(PolicyReplayTest.class.getResource("/golden/" + name))
                .toURI());
    }
}
