package org.counterpoint.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.TensorData;
import org.counterpoint.engine.weights.TensorSource;
import org.counterpoint.train.bigram.BigramWorld;
import org.counterpoint.train.settings.SettingsReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs of a tiny LLaMA, with the engine's own model, tokenizer and template. */
class RealModelRunTest {
    private static final String[] SETTINGS = {
        "groups_per_step=4", "checkpoint.every=2", "learning_rate=0.001", "curriculum=linear", "epochs=1"
    };

    @TempDir
    Path root;

    private final List<String> notices = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"fp32", "bf16-mixed"})
    void aStoppedRunGoesOnToTheSameBytes(String precision) throws IOException, URISyntaxException {
        String[] settings = with("precision=" + precision, "evaluation.data=" + golden("groups.jsonl"));
        Training.run(request("dpo", "whole", settings), TrainProgress.silent());
        assertThatThrownBy(() -> Training.run(request("dpo", "broken", settings), stoppingAfter(3)))
                .isInstanceOf(IllegalStateException.class);
        Training.run(request("dpo", "broken", settings), BigramWorld.listening(notices));
        assertThat(notices).contains("going on after step 2 of 6");
        assertThat(root.resolve("broken/final/model.safetensors"))
                .hasSameBinaryContentAs(root.resolve("whole/final/model.safetensors"));
        assertThat(root.resolve("broken/checkpoints/step-6/optimizer.safetensors"))
                .hasSameBinaryContentAs(root.resolve("whole/checkpoints/step-6/optimizer.safetensors"));
        assertThat(metrics("broken")).isEqualTo(metrics("whole"));
        assertThat(metrics("whole").get(0).get("eval_loss").asDouble()).isCloseTo(Math.log(2), within(2e-2));
    }

    @Test
    void activationCheckpointingChangesNothing() throws IOException, URISyntaxException {
        Training.run(request("simpo", "plain", SETTINGS), TrainProgress.silent());
        Training.run(request("simpo", "saving", with("activation_checkpointing=true")), TrainProgress.silent());
        List<JsonNode> plain = metrics("plain");
        List<JsonNode> saving = metrics("saving");
        for (int k = 0; k < plain.size(); k++) {
            double norm = plain.get(k).get("grad_norm").asDouble();
            assertThat(saving.get(k).get("grad_norm").asDouble()).isCloseTo(norm, within(1e-4 * norm));
        }
    }

    @Test
    void theFinalModelTrainsOn() throws IOException, URISyntaxException {
        Training.run(request("sft", "first", with("curriculum=none")), TrainProgress.silent());
        TrainRequest base = request("dpo", "second", SETTINGS);
        TrainRequest next = new TrainRequest(
                Roles.of(root.resolve("first/final")), base.data(), base.out(), base.settings(), false);
        Training.run(next, TrainProgress.silent());
        assertThat(metrics("second").get(0).get("loss").asDouble()).isCloseTo(Math.log(2), within(1e-4));
        assertThat(root.resolve("second/final/tokenizer.json")).exists();
    }

    @Test
    void aReferenceOfOtherTokensIsRefusedBeforeAnythingIsWritten() throws IOException, URISyntaxException {
        Path other = Files.createDirectory(root.resolve("other"));
        try (Stream<Path> files = Files.list(golden("model"))) {
            for (Path file : files.toList()) {
                Files.copy(file, other.resolve(file.getFileName().toString()));
            }
        }
        Path tokenizer = other.resolve("tokenizer.json");
        String swapped = Files.readString(tokenizer).replaceFirst("\"a\": ?(\\d+)", "\"swapped-a\":$1");
        assertThat(swapped).contains("swapped-a");
        Files.writeString(tokenizer, swapped);
        TrainRequest base = request("dpo", "run", SETTINGS);
        TrainRequest request = new TrainRequest(
                new Roles(base.roles().policy(), other), base.data(), base.out(), base.settings(), false);
        assertThatThrownBy(() -> Training.run(request, TrainProgress.silent()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("the reference " + other + " has another tokenizer than " + golden("model"))
                .hasMessageContaining(" is \"a\" in the model's and \"swapped-a\" in its own");
        assertThat(root.resolve("run")).doesNotExist();
    }

    @Test
    void aFaultOfTheModelLeavesNoRunFolder() {
        assertThatThrownBy(() -> Training.run(
                        request("dpo", "run", with("chat_template=no-such-template")), TrainProgress.silent()))
                .isInstanceOf(ModelException.class);
        assertThat(root.resolve("run")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"bf16, BF16, bfloat16", "fp16, F16, float16"})
    void theFinalModelIsOfTheTypeAskedForAndCheckpointsAreNot(String type, DType stored, String named)
            throws IOException, URISyntaxException {
        String[] settings = with("curriculum=none", "steps=4", "epochs=");
        Training.run(request("sft", "exact", settings), TrainProgress.silent());
        String[] half = Stream.concat(Stream.of(settings), Stream.of("save_dtype=" + type))
                .toArray(String[]::new);
        assertThatThrownBy(() -> Training.run(request("sft", "half", half), stoppingAfter(3)))
                .isInstanceOf(IllegalStateException.class);
        Training.run(request("sft", "half", half), BigramWorld.listening(notices));
        assertThat(notices).contains("going on after step 2 of 4");
        for (String file : List.of("model.safetensors", "optimizer.safetensors")) {
            assertThat(root.resolve("half/checkpoints/step-4").resolve(file))
                    .hasSameBinaryContentAs(
                            root.resolve("exact/checkpoints/step-4").resolve(file));
        }
        assertThat(root.resolve("exact/final/model.safetensors"))
                .hasSameBinaryContentAs(root.resolve("exact/checkpoints/step-4/model.safetensors"));
        JsonNode config = JsonMapper.shared().readTree(root.resolve("half/final/config.json"));
        assertThat(config.path(config.has("dtype") ? "dtype" : "torch_dtype").asString())
                .isEqualTo(named);
        try (ModelFolder exact = ModelFolder.open(root.resolve("exact/final"));
                ModelFolder rounded = ModelFolder.open(root.resolve("half/final"))) {
            assertThat(rounded.sideFiles()).hasSameSizeAs(exact.sideFiles()).isNotEmpty();
            for (TensorData tensor : rounded.tensors().values()) {
                assertThat(tensor.dtype()).isEqualTo(stored);
                TensorData fp32 = exact.tensor(tensor.name());
                assertThat(bytes(tensor))
                        .as(tensor.name())
                        .isEqualTo(bytes(TensorSource.of(fp32).as(stored)));
            }
        }
        // It is a model like any other: the next training starts from it.
        Training.run(
                new TrainRequest(
                        Roles.of(root.resolve("half/final")),
                        golden("groups.jsonl"),
                        root.resolve("next"),
                        SettingsReader.read("sft", Map.of(), List.of("steps=1", "save_dtype=source")),
                        false),
                TrainProgress.silent());
        try (ModelFolder next = ModelFolder.open(root.resolve("next/final"))) {
            assertThat(next.dtype()).as("the model's that was given").isEqualTo(stored);
        }
    }

    private static byte[] bytes(TensorData tensor) {
        return bytes(TensorSource.of(tensor));
    }

    private static byte[] bytes(TensorSource tensor) {
        ByteBuffer all = ByteBuffer.allocate((int) tensor.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
        tensor.body().fill(0, all);
        return all.array();
    }

    private TrainRequest request(String method, String out, String... settings) throws URISyntaxException {
        return new TrainRequest(
                Roles.of(golden("model")),
                golden("groups.jsonl"),
                root.resolve(out),
                SettingsReader.read(method, Map.of(), List.of(settings)),
                false);
    }

    private List<JsonNode> metrics(String out) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(root.resolve(out).resolve("metrics.jsonl"))) {
            var node =
                    (tools.jackson.databind.node.ObjectNode) JsonMapper.shared().readTree(line);
            node.remove(List.of("elapsed_seconds", "reference_seconds", "tokens_per_second"));
            lines.add(node);
        }
        return lines;
    }

    private static String[] with(String... more) {
        List<String> all = new ArrayList<>(List.of(SETTINGS));
        for (String one : more) {
            all.removeIf(setting -> setting.startsWith(one.substring(0, one.indexOf('=') + 1)));
            if (!one.endsWith("=")) {
                all.add(one);
            }
        }
        return all.toArray(String[]::new);
    }

    private static TrainProgress stoppingAfter(int last) {
        return new TrainProgress() {
            @Override
            public void notice(String text) {}

            @Override
            public void phase(String name, long done, long total) {}

            @Override
            public void step(long step, long steps, double loss, double tokensPerSecond, double secondsLeft) {
                if (step == last) {
                    throw new IllegalStateException("stopped");
                }
            }
        };
    }

    private static Path golden(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(RealModelRunTest.class.getResource("/golden/trl/" + name))
                .toURI());
    }
}
