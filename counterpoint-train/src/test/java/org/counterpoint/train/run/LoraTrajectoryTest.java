package org.counterpoint.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.model.Device;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.SafetensorsFile;
import org.counterpoint.engine.weights.TensorData;
import org.counterpoint.train.score.ResponseScorer;
import org.counterpoint.train.score.ScoreChoices;
import org.counterpoint.train.score.ScoreRequest;
import org.counterpoint.train.settings.SettingsReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Twelve steps of an adapter against TRL with PEFT, see src/test/golden/lora_trajectories.py; and runs of adapters. */
class LoraTrajectoryTest {
    private static final String WEIGHTS = "adapter_model.safetensors";

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({
        "sft, grouped",
        "dpo, grouped",
        "dpo, pairwise",
        "dpo, shared-prefix",
        "slic, grouped",
        "slic, shared-prefix"
    })
    void lossesAndGradientNormsAreTrls(String method, String forward) throws IOException, URISyntaxException {
        JsonNode golden =
                JsonMapper.shared().readTree(Files.readString(resource("trajectory-lora-" + method + ".json")));
        List<String> settings = new ArrayList<>();
        golden.get("settings")
                .properties()
                .forEach(e -> settings.add(e.getKey() + "=" + e.getValue().asString()));
        settings.add("forward=" + forward);
        settings.add("checkpoint.every=0");
        settings.add(TestDevice.setting());
        Path out = root.resolve("run");
        run(method, resource("adapter"), out, settings);
        List<String> lines = Files.readAllLines(out.resolve("metrics.jsonl"));
        assertThat(lines).hasSize(golden.get("steps").size());
        for (int k = 0; k < lines.size(); k++) {
            JsonNode ours = JsonMapper.shared().readTree(lines.get(k));
            JsonNode theirs = golden.get("steps").get(k);
            close(ours, theirs, "loss", 1e-3, 1e-6);
            close(ours, theirs, "grad_norm", 5e-3, 1e-6);
            close(ours, theirs, "learning_rate", 1e-12, 0);
            if (theirs.has("logps/chosen")) {
                close(ours, theirs, "logps/chosen", 1e-4, 0);
                close(ours, theirs, "logps/rejected", 1e-4, 0);
                close(ours, theirs, "rewards/margins", 1e-3, 2e-4);
                close(ours, theirs, "rewards/accuracies", 0, 1e-6);
            }
        }
        assertMoved(golden.get("weights"), resource("adapter"), out.resolve("final"));
    }

    private static void run(String method, Path model, Path out, List<String> settings) throws URISyntaxException {
        Training.run(
                new TrainRequest(
                        Roles.of(model),
                        resource("groups.jsonl"),
                        out,
                        SettingsReader.read(method, Map.of(), settings),
                        false),
                TrainProgress.silent());
    }

    private static void assertMoved(JsonNode probes, Path from, Path to) {
        try (SafetensorsFile before = SafetensorsFile.open(from.resolve(WEIGHTS));
                SafetensorsFile after = SafetensorsFile.open(to.resolve(WEIGHTS))) {
            assertThat(after.tensors().keySet()).isEqualTo(before.tensors().keySet());
            MovedWeights.check(
                    probes,
                    name -> Objects.requireNonNull(before.tensors().get(name)),
                    name -> Objects.requireNonNull(after.tensors().get(name)),
                    2e-3);
        }
    }

    private static void close(JsonNode ours, JsonNode theirs, String metric, double relative, double absolute) {
        double expected = theirs.get(metric).asDouble();
        assertThat(ours.get(metric).asDouble())
                .as("%s of step %s", metric, theirs.get("step"))
                .isCloseTo(expected, within(relative * Math.abs(expected) + absolute));
    }

    @Test
    void anAdapterIsWrittenAsTheTypeAskedForAndCheckpointsInFp32() throws IOException, URISyntaxException {
        List<String> settings = List.of("adapter.rank=2", "steps=1", "groups_per_step=2", "checkpoint.every=1");
        run("sft", resource("model"), root.resolve("exact"), settings);
        List<String> half = new ArrayList<>(settings);
        half.add("save_dtype=bf16");
        run("sft", resource("model"), root.resolve("half"), half);
        String checkpoint = "checkpoints/step-1/" + WEIGHTS;
        assertThat(root.resolve("half").resolve(checkpoint))
                .hasSameBinaryContentAs(root.resolve("exact").resolve(checkpoint));
        try (SafetensorsFile written =
                SafetensorsFile.open(root.resolve("half/final").resolve(WEIGHTS))) {
            assertThat(written.tensors().values()).extracting(TensorData::dtype).containsOnly(DType.BF16);
        }
    }

    @Test
    void aRunThatWasCutShortGoesOnToTheSameAdapter() throws IOException, URISyntaxException {
        List<String> settings = List.of(
                "adapter.rank=3",
                "groups_per_step=8",
                "checkpoint.every=2",
                "learning_rate=1e-3",
                "precision=bf16-mixed");
        Path whole = root.resolve("whole");
        run("dpo", resource("model"), whole, settings);
        Path cut = root.resolve("cut");
        run("dpo", resource("model"), cut, settings);
        // As a kill after the checkpoint of step 2 would have left it.
        deleteTree(cut.resolve("final"));
        run("dpo", resource("model"), cut, settings);
        assertThat(Files.mismatch(
                        whole.resolve("final").resolve(WEIGHTS),
                        cut.resolve("final").resolve(WEIGHTS)))
                .isEqualTo(-1);
        assertThat(whole.resolve("checkpoints/step-2/adapter_config.json")).exists();
        assertThat(whole.resolve("final/model.safetensors")).doesNotExist();
    }

    @Test
    void dropoutIsTheSameHoweverAStepIsCutAndWhereverARunGoesOn() throws IOException, URISyntaxException {
        List<String> settings = List.of(
                "adapter.dropout=0.4", "groups_per_step=8", "checkpoint.every=2", "learning_rate=1e-3", "seed=3");
        Path whole = root.resolve("whole");
        run(
                "dpo",
                resource("adapter"),
                whole,
                settings); // The first step's check holds the reference against what drops nothing.
        Path cut = root.resolve("cut");
        run("dpo", resource("adapter"), cut, settings);
        deleteTree(cut.resolve("final"));
        run("dpo", resource("adapter"), cut, settings);
        assertThat(cut.resolve("final").resolve(WEIGHTS))
                .hasSameBinaryContentAs(whole.resolve("final").resolve(WEIGHTS));
        List<Double> losses = losses(whole);
        assertThat(losses.get(0)).isNotCloseTo(Math.log(2), within(1e-4));
        for (String other : List.of(
                "forward=shared-prefix",
                "forward=pairwise",
                "micro_batch_tokens=16",
                "activation_checkpointing=true")) {
            List<String> changed = new ArrayList<>(settings);
            changed.add(other);
            changed.add("steps=1");
            Path out = root.resolve(other.replace('=', '-'));
            run("dpo", resource("adapter"), out, changed);
            assertThat(losses(out).get(0)).as(other).isCloseTo(losses.get(0), within(1e-4));
        }
        List<String> another = new ArrayList<>(settings);
        another.set(4, "seed=4");
        another.add("order=file");
        run("dpo", resource("adapter"), root.resolve("seed"), another);
        assertThat(losses(root.resolve("seed"))).isNotEqualTo(losses);

        run(
                "sft",
                resource("model"),
                root.resolve("fresh"),
                List.of("adapter.rank=2", "adapter.dropout=0.1", "steps=1"));
        assertThat(root.resolve("fresh/final/adapter_config.json")).content().contains("\"lora_dropout\" : 0.1");
        assertThatThrownBy(() -> run("sft", resource("model"), root.resolve("full"), List.of("adapter.dropout=0.1")))
                .isInstanceOf(InputException.class)
                .hasMessage("adapter.dropout is of an adapter; set adapter.rank, or leave it out");
    }

    private static void deleteTree(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Test
    void settingsThatContradictTheAdapterAreRefused() throws URISyntaxException {
        Path adapter = resource("adapter");
        assertThatThrownBy(() -> run("dpo", adapter, root.resolve("run"), List.of("adapter.rank=8")))
                .isInstanceOf(InputException.class)
                .hasMessage("adapter.rank 8 (alpha 16.0) is not that of " + adapter
                        + ", which has 4 (alpha 8.0)\n"
                        + "  training goes on with the adapter as it is: leave the settings of adapter out");
        assertThat(root.resolve("run")).doesNotExist();
        Path model = resource("model");
        assertThatThrownBy(() -> run("dpo", model, root.resolve("run"), List.of("base_weights=loaded")))
                .hasMessageContaining("base_weights is for weights beneath an adapter");
        assertThatThrownBy(() -> run("dpo", adapter, root.resolve("run"), List.of("shard=all")))
                .hasMessage("shard=all cuts a model that is learnt whole, and " + adapter
                        + " is an adapter over a base that is not learnt\n  set shard=optimizer, or leave it out");
        assertThatThrownBy(() -> run("dpo", model, root.resolve("run"), List.of("adapter.alpha=8")))
                .hasMessageContaining("adapter.alpha needs adapter.rank");
    }

    @ParameterizedTest
    @CsvSource({"int8", "nf4", "nf4-double"})
    void dpoOverQuantisedWeightsIsDpoOverTheNumbersThatTheyStandFor(String kind)
            throws IOException, URISyntaxException {
        List<String> settings = List.of(
                "adapter.rank=3",
                "groups_per_step=8",
                "checkpoint.every=0",
                "learning_rate=1e-3",
                "precision=bf16-mixed",
                "base_weights=");
        Path dequantised = root.resolve("dequantised");
        QuantisedFolder.write(resource("model"), dequantised, kind);
        run("dpo", resource("model"), root.resolve("quantised"), with(settings, kind));
        run("dpo", dequantised, root.resolve("plain"), with(settings, "mapped"));
        run("dpo", resource("model"), root.resolve("exact"), with(settings, "mapped"));
        List<Double> losses = losses(root.resolve("quantised"));
        assertThat(losses).hasSizeGreaterThan(2).isEqualTo(losses(root.resolve("plain")));
        assertThat(losses).isNotEqualTo(losses(root.resolve("exact")));
        assertThat(Files.mismatch(
                        root.resolve("quantised/final").resolve(WEIGHTS),
                        root.resolve("plain/final").resolve(WEIGHTS)))
                .as("but for the base's hash in their header")
                .isGreaterThan(8);

        Path scored = root.resolve("quantised.jsonl");
        score(root.resolve("quantised/final"), scored, kind);
        score(root.resolve("plain/final"), root.resolve("plain.jsonl"), "mapped");
        assertThat(scored).hasSameTextualContentAs(root.resolve("plain.jsonl"));
    }

    private static List<String> with(List<String> settings, String base) {
        return settings.stream()
                .map(setting -> setting.endsWith("=") ? setting + base : setting)
                .toList();
    }

    private static List<Double> losses(Path run) throws IOException {
        return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
                .map(line -> JsonMapper.shared().readTree(line).get("loss").asDouble())
                .toList();
    }

    private static void score(Path model, Path out, String base) throws URISyntaxException {
        ScoreChoices choices = ScoreChoices.SCHEMA
                .read(Map.of("precision", "bf16-mixed", "base_weights", base))
                .orElseThrow(faults -> new IllegalArgumentException(String.valueOf(faults)));
        ResponseScorer.score(
                new EngineBackend(null, choices.weights()),
                new ScoreRequest(model, resource("groups.jsonl"), out, choices.text(), choices.passes(), false),
                done -> {});
    }

    @ParameterizedTest
    @CsvSource({
        "cuda:3, 'device=cuda:3: there is no CUDA device here that the native tensor library can use'",
        "tpu, 'no device is called tpu: give cpu, cuda, cuda:N or auto'",
    })
    void aDeviceThatIsNotThereIsRefusedBeforeAnythingIsWritten(String device, String message) {
        assumeThat(Device.named("auto").isCpu()).isTrue();
        assertThatThrownBy(() -> run("dpo", resource("model"), root.resolve("run"), List.of("device=" + device)))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(message);
        assertThat(root.resolve("run")).doesNotExist();
    }

    @Test
    void quantisedWeightsAreForProductsInBf16() {
        assertThatThrownBy(() -> run(
                        "dpo",
                        resource("model"),
                        root.resolve("run"),
                        List.of("adapter.rank=2", "precision=fp32", "base_weights=nf4-double")))
                .isInstanceOf(InputException.class)
                .hasMessage("base_weights=nf4_double turns weights back to bf16 for products in bf16\n"
                        + "  set precision=bf16-mixed, or leave base_weights out");
        assertThat(root.resolve("run")).doesNotExist();
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(LoraTrajectoryTest.class.getResource("/golden/trl/" + name))
                .toURI());
    }
}
