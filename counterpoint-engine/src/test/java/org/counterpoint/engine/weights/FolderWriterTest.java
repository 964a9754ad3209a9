package org.counterpoint.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.arch.ExpectedTensor;
import org.counterpoint.store.Checksums;
import org.counterpoint.store.WholeFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class FolderWriterTest {
    @TempDir
    Path temp;

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private Path withSideFiles() throws IOException {
        Path folder = FolderCopies.copy("llama3", temp.resolve("source"));
        Files.delete(folder.resolve("golden.json"));
        Files.writeString(folder.resolve("tokenizer.json"), "{}");
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"chat_template\":\"old\",\"a\":1}");
        Files.writeString(folder.resolve("README.md"), "not a model file");
        Files.createDirectory(folder.resolve("additional_chat_templates"));
        Files.writeString(folder.resolve("additional_chat_templates/rag.jinja"), "rag");
        return folder;
    }

    @Test
    void aFolderIsWrittenWithItsSideFilesAndChecksums() throws IOException {
        Path target = temp.resolve("new/target");
        try (ModelFolder source = ModelFolder.open(withSideFiles())) {
            Map<String, String> checksums =
                    ModelFolder.write(target, source, ModelFolderTest.sources(source), Long.MAX_VALUE, null);
            assertThat(names(target))
                    .containsExactly(
                            "additional_chat_templates",
                            "config.json",
                            "model.safetensors",
                            "tokenizer.json",
                            "tokenizer_config.json");
            assertThat(checksums).hasSize(5).containsKey("additional_chat_templates/rag.jinja");
            for (Map.Entry<String, String> file : checksums.entrySet()) {
                assertThat(Checksums.sha256(target.resolve(file.getKey()))).isEqualTo(file.getValue());
            }
            try (ModelFolder written = ModelFolder.open(target)) {
                assertThat(written.config()).isEqualTo(source.config());
                assertThat(written.weightsHash()).isEqualTo(source.weightsHash());
            }
            assertThat(target.resolve("config.json"))
                    .hasSameBinaryContentAs(source.path().resolve("config.json"));
            assertThat(target.resolve("tokenizer_config.json"))
                    .hasSameTextualContentAs(source.path().resolve("tokenizer_config.json"));
        }
        assertThat(names(temp.resolve("new"))).containsExactly("target");
    }

    @Test
    void aTemplateTakesThePlaceOfAll() throws IOException {
        Path target = temp.resolve("target");
        try (ModelFolder source = ModelFolder.open(withSideFiles())) {
            ModelFolder.write(target, source, ModelFolderTest.sources(source), Long.MAX_VALUE, "{{ é }}\n");
        }
        assertThat(target.resolve("chat_template.jinja")).hasContent("{{ é }}\n");
        assertThat(JsonObject.read(target.resolve("tokenizer_config.json")).keys())
                .containsExactly("a");
        assertThat(target.resolve("additional_chat_templates")).doesNotExist();
    }

    @Test
    void theSourceMayBeGone() throws IOException {
        Path folder = withSideFiles();
        ModelFolder source = ModelFolder.open(folder);
        source.close();
        Files.delete(folder.resolve("config.json"));
        Files.delete(folder.resolve("tokenizer.json"));
        List<TensorSource> ones = ExpectedTensor.of(source.config()).stream()
                .map(t -> new TensorSource(
                        t.name(),
                        DType.F32,
                        t.shape().stream().mapToLong(Long::longValue).toArray(),
                        (offset, into) -> into.position(into.limit())))
                .toList();
        ModelFolder.write(temp.resolve("target"), source, ones, Long.MAX_VALUE, "{{ x }}");
        try (ModelFolder written = ModelFolder.open(temp.resolve("target"))) {
            assertThat(written.config()).isEqualTo(source.config());
            assertThat(written.sideFiles()).contains(temp.resolve("target/tokenizer.json"));
        }
    }

    @Test
    void weightsAreCutIntoShards() throws IOException {
        Path target = temp.resolve("target");
        try (ModelFolder source = ModelFolder.open(Golden.model("llama-biases"))) {
            ModelFolder.write(target, source, ModelFolderTest.sources(source), 20_000, null);
            assertThat(names(target))
                    .containsExactly(
                            "config.json",
                            "model-00001-of-00003.safetensors",
                            "model-00002-of-00003.safetensors",
                            "model-00003-of-00003.safetensors",
                            "model.safetensors.index.json");
            try (ModelFolder written = ModelFolder.open(target)) {
                assertThat(written.weightsHash()).isEqualTo(source.weightsHash());
            }
        }
    }

    @Test
    void theConfigNamesTheNewTypeOfTheWeights() throws IOException {
        for (String model : List.of("llama3", "llama-yarn")) {
            Path target = temp.resolve(model);
            try (ModelFolder source = ModelFolder.open(Golden.model(model))) {
                List<TensorSource> wide = source.tensors().values().stream()
                        .map(t -> new TensorSource(t.name(), DType.F32, t.shape(), (offset, into) -> {
                            while (into.hasRemaining()) {
                                into.putFloat(1);
                            }
                        }))
                        .toList();
                ModelFolder.write(target, source, wide, Long.MAX_VALUE, null);
                ObjectNode before =
                        JsonObject.read(source.path().resolve("config.json")).node();
                ObjectNode after =
                        JsonObject.read(target.resolve("config.json")).node();
                String key = before.has("dtype") ? "dtype" : "torch_dtype";
                assertThat(after.get(key).stringValue()).isEqualTo("float32");
                assertThat((Object) after.without(key)).isEqualTo(before.without(key));
            }
        }
    }

    @Test
    void nothingIsLeftWhenWritingFails() throws IOException {
        Path target = temp.resolve("target");
        try (ModelFolder source = ModelFolder.open(Golden.model("llama3"))) {
            List<TensorSource> tensors = new ArrayList<>(ModelFolderTest.sources(source));
            TensorSource last = tensors.get(tensors.size() - 1);
            tensors.set(
                    tensors.size() - 1, new TensorSource(last.name(), last.dtype(), last.shape(), (offset, into) -> {
                        throw new IllegalStateException("broken");
                    }));
            assertThatThrownBy(() -> ModelFolder.write(target, source, tensors, Long.MAX_VALUE, null))
                    .hasMessage("broken");
        }
        assertThat(names(temp)).isEmpty();
    }

    @Test
    void anExistingTargetIsLeftAlone() throws IOException {
        Path target = Files.createDirectory(temp.resolve("target"));
        try (ModelFolder source = ModelFolder.open(Golden.model("llama3"))) {
            assertThatThrownBy(() -> ModelFolder.write(target, source, ModelFolderTest.sources(source), 1, null))
                    .isInstanceOf(ModelException.class)
                    .hasMessage(target + " exists: name a new folder, or remove it");
        }
        assertThat(names(target)).isEmpty();
    }

    @Test
    void onlyTheTensorsOfTheConfigAreWritten() {
        Path target = temp.resolve("target");
        try (ModelFolder source = ModelFolder.open(Golden.model("llama3"))) {
            List<TensorSource> tensors = ModelFolderTest.sources(source);
            assertThatThrownBy(() -> ModelFolder.write(target, source, tensors.subList(1, 3), 1, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tensor model.embed_tokens.weight of shape [96, 32] is to be written");
        }
        assertThat(target).doesNotExist();
    }

    @Test
    void aDiskTooSmallIsSaidBeforehand() {
        assertThatThrownBy(() -> WholeFolder.create(temp.resolve("t"), Long.MAX_VALUE, folder -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("needs 9223372036854775807 bytes, its disk has");
    }
}
