package org.counterpoint.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.arch.ExpectedTensor;
import org.counterpoint.engine.arch.TensorNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ModelFolderTest {
    static final List<String> MODELS = Golden.MODELS;

    @TempDir
    Path temp;

    private static void refused(Path folder, String message) {
        assertThatThrownBy(() -> ModelFolder.open(folder).close())
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(folder.toString())
                .hasMessageContaining(message);
    }

    /** Changes the tensors of a copy of a model whose weights are one file. */
    private Path changed(String model, UnaryOperator<List<TensorSource>> change) throws IOException {
        Path folder = FolderCopies.copy(model, temp.resolve("changed"));
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
            List<TensorSource> tensors = new ArrayList<>(
                    file.tensors().values().stream().map(TensorSource::of).toList());
            FolderCopies.rewrite(folder, change.apply(tensors));
        }
        return folder;
    }

    private static TensorSource filled(String name, DType dtype, long[] shape, int value) {
        return new TensorSource(name, dtype, shape, (offset, into) -> {
            while (into.hasRemaining()) {
                into.put((byte) value);
            }
        });
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void opensWhatTransformersWrote(String name) {
        try (ModelFolder folder = ModelFolder.open(Golden.model(name))) {
            assertThat(folder.tensors().keySet())
                    .containsExactlyElementsOf(ExpectedTensor.of(folder.config()).stream()
                            .map(ExpectedTensor::name)
                            .toList());
            folder.checkFinite();
            assertThat(folder.endTokens()).containsExactly(2);
        }
    }

    @Test
    void endTokensOfTheGenerationConfigCount() throws IOException {
        Path folder = FolderCopies.copy("llama3", temp.resolve("m"));
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\":[2,7]}");
        try (ModelFolder opened = ModelFolder.open(folder)) {
            assertThat(opened.endTokens()).containsExactlyInAnyOrder(2, 7);
            assertThat(opened.sideFiles()).containsExactly(folder.resolve("generation_config.json"));
        }
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\":\"2\"}");
        refused(folder, "generation_config.json: `eos_token_id` is \"2\": a whole number from 0 to 95 is needed");
    }

    @Test
    void notAFolder() {
        refused(temp.resolve("none"), "is not a folder: a model is a folder with a config.json");
    }

    @Test
    void noWeights() throws IOException {
        Path folder = FolderCopies.copy("llama3", temp.resolve("m"));
        Files.delete(folder.resolve("model.safetensors"));
        refused(folder, "holds no weights: neither model.safetensors nor model.safetensors.index.json is there");
        Files.write(folder.resolve("pytorch_model.bin"), new byte[1]);
        refused(folder, "holds its weights as pytorch_model.bin");
        refused(folder, "AutoModelForCausalLM.from_pretrained(FOLDER).save_pretrained(FOLDER)");
    }

    @Test
    void aMissingShard() throws IOException {
        Path folder = FolderCopies.copy("mistral", temp.resolve("m"));
        Files.delete(folder.resolve("model-00002-of-00002.safetensors"));
        refused(folder, "model-00002-of-00002.safetensors is missing: model.safetensors.index.json names it");
    }

    @Test
    void aTensorInTwoShards() throws IOException {
        Path folder = FolderCopies.copy("mistral", temp.resolve("m"));
        Files.copy(
                folder.resolve("model-00001-of-00002.safetensors"),
                folder.resolve("model-00002-of-00002.safetensors"),
                StandardCopyOption.REPLACE_EXISTING);
        refused(folder, "is in another shard as well: the folder mixes files of two models");
    }

    @Test
    void anIndexThatDoesNotFitItsShards() throws IOException {
        Path folder = FolderCopies.copy("mistral", temp.resolve("m"));
        Path index = folder.resolve("model.safetensors.index.json");
        byte[] kept = Files.readAllBytes(index);
        FolderCopies.edit(
                index, json -> json.withObject("weight_map").put("extra.weight", "model-00001-of-00002.safetensors"));
        refused(
                folder,
                "tensor extra.weight should be in model-00001-of-00002.safetensors and is nowhere: index and shards"
                        + " are not of the same model");
        Files.write(index, kept);
        FolderCopies.edit(index, json -> json.withObject("weight_map").remove("lm_head.weight"));
        refused(folder, "does not name tensor lm_head.weight, which is in model-");
        Files.write(index, kept);
        FolderCopies.edit(index, json -> json.withObject("weight_map").put("lm_head.weight", "../x.safetensors"));
        refused(folder, "the name of a safetensors file in the same folder is needed");
        Files.write(index, kept);
        FolderCopies.edit(index, json -> json.remove("weight_map"));
        refused(folder, "`weight_map` is missing");
    }

    @Test
    void aMissingTensor() throws IOException {
        Path folder = changed("llama3", tensors -> {
            tensors.removeIf(t -> t.name().equals("model.norm.weight"));
            return tensors;
        });
        refused(folder, "its config asks for model.norm.weight, which the weights lack");
    }

    @Test
    void aTensorTooMany() throws IOException {
        Path folder = changed("llama3", tensors -> {
            tensors.add(filled("model.layers.0.self_attn.q_proj.bias", DType.F32, new long[] {1}, 0));
            return tensors;
        });
        refused(
                folder,
                "its weights hold model.layers.0.self_attn.q_proj.bias, which its config does not ask for: config.json"
                        + " and weights do not belong together");
    }

    @Test
    void knownBuffersAreNoWeights() throws IOException {
        Path folder = changed("llama3", tensors -> {
            tensors.add(filled("model.layers.0.self_attn.rotary_emb.inv_freq", DType.F32, new long[] {8}, 0));
            return tensors;
        });
        ModelFolder.open(folder).close();
    }

    @Test
    void aWrongShape() throws IOException {
        Path folder = FolderCopies.copy("llama3", temp.resolve("m"));
        FolderCopies.edit(folder.resolve("config.json"), json -> json.put("intermediate_size", 33));
        refused(
                folder,
                "tensor model.layers.0.mlp.gate_proj.weight has the shape [32, 32], its config asks for [33, 32]");
    }

    @Test
    void aTypeThatIsNoWeight() throws IOException {
        Path folder = changed("llama3", tensors -> {
            tensors.replaceAll(
                    t -> t.name().equals("model.norm.weight") ? filled(t.name(), DType.I8, t.shape(), 1) : t);
            return tensors;
        });
        refused(folder, "tensor model.norm.weight is I8: only F32, F16 and BF16 weights are supported");
    }

    @Test
    void aTiedOutputMustBeTheEmbedding() throws IOException {
        Path equal = changed("llama3", tensors -> {
            TensorSource embedding = tensors.stream()
                    .filter(t -> t.name().equals(TensorNames.EMBEDDING))
                    .findFirst()
                    .orElseThrow();
            tensors.add(new TensorSource(TensorNames.OUTPUT, embedding.dtype(), embedding.shape(), embedding.body()));
            return tensors;
        });
        try (ModelFolder folder = ModelFolder.open(equal)) {
            assertThat(folder.tensors()).doesNotContainKey(TensorNames.OUTPUT);
        }
        Path other = FolderCopies.copy("llama3", temp.resolve("other"));
        try (SafetensorsFile file = SafetensorsFile.open(equal.resolve("model.safetensors"))) {
            List<TensorSource> tensors = file.tensors().values().stream()
                    .map(t -> t.name().equals(TensorNames.OUTPUT)
                            ? filled(t.name(), t.dtype(), t.shape(), 1)
                            : TensorSource.of(t))
                    .toList();
            FolderCopies.rewrite(other, tensors);
        }
        refused(other, "`tie_word_embeddings` is true, but lm_head.weight differs from model.embed_tokens.weight");
    }

    @Test
    void weightsThatAreNotNumbersAreFound() throws IOException {
        for (DType dtype : List.of(DType.F32, DType.F16, DType.BF16)) {
            byte[] bytes = new byte[32 * dtype.bytes()];
            int infinity = dtype == DType.F16 ? 0x7c00 : 0x7f80;
            int at = 7 * dtype.bytes() + dtype.bytes() - 2;
            bytes[at] = (byte) infinity;
            bytes[at + 1] = (byte) (infinity >> 8);
            TensorSource broken = new TensorSource(
                    TensorNames.FINAL_NORM,
                    dtype,
                    new long[] {32},
                    (offset, into) -> into.put(bytes, (int) offset, into.remaining()));
            Path path = temp.resolve(dtype + ".safetensors");
            SafetensorsWriter.write(path, List.of(broken), Map.of());
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                assertThatThrownBy(() -> FiniteCheck.check(temp, file.tensors().values()))
                        .isInstanceOf(ModelException.class)
                        .hasMessageContaining("tensor model.norm.weight holds NaN or infinity at element 7");
            }
        }
    }

    @Test
    void theHashIsOfTheWeightsNotTheFiles() throws IOException {
        Path other = temp.resolve("one-file");
        try (ModelFolder sharded = ModelFolder.open(Golden.model("mistral"))) {
            ModelFolder.write(other, sharded, sources(sharded), Long.MAX_VALUE, null);
            try (ModelFolder single = ModelFolder.open(other)) {
                assertThat(single.weightsHash())
                        .isEqualTo(sharded.weightsHash())
                        .hasSize(64);
            }
        }
        Path bent = changed("llama3", tensors -> {
            TensorSource first = tensors.get(0);
            tensors.set(0, new TensorSource(first.name(), first.dtype(), first.shape(), (offset, into) -> {
                first.body().fill(offset, into);
                into.put(into.position() - 1, (byte) (into.get(into.position() - 1) ^ 1));
            }));
            return tensors;
        });
        try (ModelFolder folder = ModelFolder.open(bent);
                ModelFolder sound = ModelFolder.open(Golden.model("llama3"))) {
            assertThat(folder.weightsHash()).isNotEqualTo(sound.weightsHash());
        }
    }

    static List<TensorSource> sources(ModelFolder folder) {
        return folder.tensors().values().stream().map(TensorSource::of).toList();
    }

    @Test
    void inspectionCountsParametersAndBytes() {
        try (ModelFolder folder = ModelFolder.open(Golden.model("llama3"))) {
            ModelInspection inspection = ModelInspection.of(folder);
            long perLayer = 2L * 32 + 2 * 64 * 32 + 2 * 32 * 32 + 3 * 32 * 32;
            assertThat(inspection.parameters()).isEqualTo(96 * 32 + 2 * perLayer + 32);
            assertThat(inspection.weightBytes()).isEqualTo(2 * inspection.parameters());
            assertThat(inspection.dtype()).isEqualTo(DType.BF16);
            assertThat(inspection.tensors()).hasSize(20);
            assertThat(inspection.tensors().get(0).shape()).containsExactly(96L, 32L);
        }
    }

    @Test
    void tensorsAreReadWhereTheyLie() {
        try (ModelFolder folder = ModelFolder.open(Golden.model("llama-plain"))) {
            ByteBuffer bytes = ByteBuffer.allocate(4);
            TensorData norm = folder.tensor(TensorNames.FINAL_NORM);
            norm.read(norm.byteSize() - 4, bytes);
            assertThat(bytes.order(java.nio.ByteOrder.LITTLE_ENDIAN).getFloat(0))
                    .isBetween(0.4f, 1.8f);
            assertThatThrownBy(() -> folder.tensor("none")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
