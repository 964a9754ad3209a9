package org.counterpoint.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.counterpoint.engine.ModelException;
import org.counterpoint.train.bigram.BigramWorld;
import org.counterpoint.train.settings.SettingsReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
            all.add(one);
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
