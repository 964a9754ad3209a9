package org.counterpoint.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.arch.TensorNames;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelInitializerTest {
    private static final String TOKENIZER = "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":1}},"
            + "\"added_tokens\":[{\"id\":2,\"content\":\"</s>\"}]}";

    @TempDir
    Path temp;

    private Path config;
    private Path tokenizer;

    @BeforeEach
    void files() throws IOException {
        config = Files.copy(Golden.model("smollm2").resolve("config.json"), temp.resolve("config.json"));
        FolderCopies.edit(config, json -> json.put("attention_bias", true));
        tokenizer = Files.writeString(temp.resolve("tokenizer.json"), TOKENIZER);
    }

    private static float[] floats(TensorData tensor) {
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
        tensor.read(0, bytes);
        float[] values = new float[bytes.flip().remaining() / 4];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    @Test
    void weightsAreDistributedAsTransformersDoes() throws IOException {
        ModelInitializer.write(config, tokenizer, temp.resolve("m"), DType.F32, 7, Long.MAX_VALUE);
        try (ModelFolder folder = ModelFolder.open(temp.resolve("m"))) {
            assertThat(floats(folder.tensor(TensorNames.FINAL_NORM))).containsOnly(1f);
            assertThat(floats(folder.tensor("model.layers.1.self_attn.o_proj.bias")))
                    .containsOnly(0f);
            float[] embedding = floats(folder.tensor(TensorNames.EMBEDDING));
            for (int i = 0; i < embedding.length; i++) {
                assertThat(embedding[i] == 0).isEqualTo(i / 36 == 2);
            }
            double sum = 0;
            double squares = 0;
            double fourth = 0;
            float[] gate = floats(folder.tensor("model.layers.0.mlp.gate_proj.weight"));
            for (float value : gate) {
                sum += value;
                squares += value * value;
                fourth += Math.pow(value, 4);
            }
            double variance = squares / gate.length;
            assertThat(sum / gate.length).isCloseTo(0, within(0.002));
            assertThat(Math.sqrt(variance)).isCloseTo(0.02, within(0.001));
            assertThat(fourth / gate.length / (variance * variance)).isCloseTo(3, within(0.5));
        }
    }

    @Test
    void aSeedGivesTheSameBytesWhateverTheShards() throws IOException {
        for (DType dtype : new DType[] {DType.F32, DType.F16, DType.BF16}) {
            Map<String, String> once =
                    ModelInitializer.write(config, tokenizer, temp.resolve(dtype + "1"), dtype, 7, Long.MAX_VALUE);
            Map<String, String> again =
                    ModelInitializer.write(config, tokenizer, temp.resolve(dtype + "2"), dtype, 7, Long.MAX_VALUE);
            ModelInitializer.write(config, tokenizer, temp.resolve(dtype + "3"), dtype, 7, 10_000);
            ModelInitializer.write(config, tokenizer, temp.resolve(dtype + "4"), dtype, 8, Long.MAX_VALUE);
            assertThat(again).isEqualTo(once);
            assertThat(hash(dtype + "3")).isEqualTo(hash(dtype + "1"));
            assertThat(hash(dtype + "4")).isNotEqualTo(hash(dtype + "1"));
        }
    }

    private String hash(String name) {
        try (ModelFolder folder = ModelFolder.open(temp.resolve(name))) {
            folder.checkFinite();
            return folder.weightsHash();
        }
    }

    @Test
    void theStreamIsPinned() {
        GaussianStream stream = new GaussianStream(42, "model.norm.weight");
        double[] first = {stream.at(0), stream.at(1), stream.at(1_000_000_000_000L)};
        assertThat(new GaussianStream(42, "model.norm.weight").at(1)).isEqualTo(first[1]);
        assertThat(first).containsExactly(PINNED);
    }

    private static final double[] PINNED = {-0.8086923113543066, 1.942951999513593, -0.208940784519608};

    @Test
    void aTokenizerAloneIsMadeWholeForTransformers() throws IOException {
        ModelInitializer.write(config, tokenizer, temp.resolve("m"), DType.F32, 7, Long.MAX_VALUE);
        assertThat(temp.resolve("m/tokenizer.json")).hasContent(TOKENIZER);
        JsonObject written = JsonObject.read(temp.resolve("m/tokenizer_config.json"));
        assertThat(written.text("tokenizer_class")).contains("PreTrainedTokenizerFast");
        assertThat(written.text("eos_token")).contains("</s>");
        assertThat(written.text("bos_token")).contains("b");
    }

    @Test
    void aTokenizerFolderComesWithItsTemplate() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("tokenizer"));
        Files.copy(tokenizer, folder.resolve("tokenizer.json"));
        Files.writeString(folder.resolve("chat_template.jinja"), "{{ x }}");
        Files.writeString(folder.resolve("generation_config.json"), "{\"temperature\":0.1}");
        ModelInitializer.write(config, folder, temp.resolve("m"), DType.F32, 7, Long.MAX_VALUE);
        assertThat(temp.resolve("m/chat_template.jinja")).hasContent("{{ x }}");
        assertThat(temp.resolve("m/generation_config.json")).doesNotExist();
    }

    @Test
    void aTokenizerThatDoesNotFit() throws IOException {
        Files.writeString(tokenizer, TOKENIZER.replace("\"b\":1", "\"b\":96"));
        assertThatThrownBy(() ->
                        ModelInitializer.write(config, tokenizer, temp.resolve("m"), DType.F32, 7, Long.MAX_VALUE))
                .isInstanceOf(ModelException.class)
                .hasMessage(tokenizer + " has the token b with id 96, but " + config
                        + " has `vocab_size` 96: it must be at least 97");
        Files.writeString(tokenizer, "{}");
        assertThatThrownBy(() ->
                        ModelInitializer.write(config, tokenizer, temp.resolve("m"), DType.F32, 7, Long.MAX_VALUE))
                .isInstanceOf(ModelException.class)
                .hasMessage(tokenizer + " has no `model`: a tokenizer.json is needed");
        assertThat(temp.resolve("m")).doesNotExist();
    }

    @Test
    void weightsAreFloats() {
        assertThatThrownBy(
                        () -> ModelInitializer.write(config, tokenizer, temp.resolve("m"), DType.I8, 7, Long.MAX_VALUE))
                .isInstanceOf(ModelException.class)
                .hasMessage("weights cannot be stored as I8: choose F32, F16 or BF16");
    }
}
