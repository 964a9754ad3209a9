package org.counterpoint.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.counterpoint.train.settings.SettingsReader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Twelve steps of a tiny LLaMA against TRL on the same pairs: src/test/golden/trl_trajectories.py, trl_reward.py. */
class TrlTrajectoryTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({
        "dpo, grouped, 4096",
        "dpo, pairwise, 4096",
        "dpo, shared-prefix, 4096",
        "dpo, grouped, 64",
        "dpo-weight-decay, grouped, 4096",
        "dpo-norm, grouped, 4096",
        "dpo-norm, pairwise, 4096",
        "dpo-norm, shared-prefix, 4096",
        "ipo, grouped, 4096",
        "ipo, pairwise, 4096",
        "ipo, shared-prefix, 4096",
        "rso-hinge, grouped, 4096",
        "rso-hinge, pairwise, 4096",
        "rso-hinge, shared-prefix, 4096",
        "robust-dpo, grouped, 4096",
        "sft, grouped, 4096",
        "reward, grouped, 4096",
        "reward, pairwise, 4096",
        "reward, shared-prefix, 4096",
        "reward, grouped, 64",
        "reward-center, grouped, 4096",
        "reward-margin, grouped, 4096"
    })
    void lossesAndGradientNormsAreTrls(String name, String forward, int microBatchTokens)
            throws IOException, URISyntaxException {
        JsonNode golden = JsonMapper.shared().readTree(Files.readString(resource("trajectory-" + name + ".json")));
        List<String> settings = new ArrayList<>();
        golden.get("settings")
                .properties()
                .forEach(e -> settings.add(e.getKey() + "="
                        + (e.getValue().isString()
                                ? e.getValue().asString()
                                : e.getValue().toString())));
        settings.add("forward=" + forward);
        settings.add("micro_batch_tokens=" + microBatchTokens);
        settings.add("checkpoint.every=0");
        settings.add(TestDevice.setting());
        Path out = root.resolve("run");
        Path model = resource(name.startsWith("reward") ? "reward-model" : "model");
        Training.run(
                new TrainRequest(
                        Roles.of(model),
                        resource(name.endsWith("margin") ? "groups-margin.jsonl" : "groups.jsonl"),
                        out,
                        SettingsReader.read(golden.get("method").asString(), Map.of(), settings),
                        false),
                TrainProgress.silent());
        List<String> lines = Files.readAllLines(out.resolve("metrics.jsonl"));
        assertThat(lines).hasSize(golden.get("steps").size());
        for (int k = 0; k < lines.size(); k++) {
            JsonNode ours = JsonMapper.shared().readTree(lines.get(k));
            JsonNode theirs = golden.get("steps").get(k);
            close(ours, theirs, "loss", 1e-3, 1e-6);
            close(ours, theirs, "grad_norm", 5e-3, 1e-6);
            close(ours, theirs, "learning_rate", 1e-12, 0);
            for (String metric : List.of("margin", "mean_reward", "min_reward", "max_reward")) {
                if (theirs.has(metric)) {
                    close(ours, theirs, metric, 1e-4, 1e-4);
                }
            }
            if (theirs.has("accuracy")) {
                close(ours, theirs, "accuracy", 0, 1e-6);
            }
            if (theirs.has("logps/chosen")) {
                close(ours, theirs, "logps/chosen", 1e-4, 0);
                close(ours, theirs, "logps/rejected", 1e-4, 0);
                close(ours, theirs, "rewards/margins", 1e-3, 2e-4);
                close(ours, theirs, "rewards/accuracies", 0, 1e-6);
            }
        }
        MovedWeights.check(golden.get("weights"), model, out.resolve("final"));
    }

    private static void close(JsonNode ours, JsonNode theirs, String metric, double relative, double absolute) {
        double expected = theirs.get(metric).asDouble();
        assertThat(ours.get(metric).asDouble())
                .as("%s of step %s", metric, theirs.get("step"))
                .isCloseTo(expected, within(relative * Math.abs(expected) + absolute));
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(TrlTrajectoryTest.class.getResource("/golden/trl/" + name))
                .toURI());
    }
}
