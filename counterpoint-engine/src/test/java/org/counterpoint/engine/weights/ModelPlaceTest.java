package org.counterpoint.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.text.TextCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of other kinds are recognised by name, whoever opens them first. */
class ModelPlaceTest {

    @TempDir
    Path temp;

    private static void refused(Path folder, String... words) {
        for (AutoCloseable unopened :
                List.<AutoCloseable>of(() -> ModelFolder.open(folder).close(), () -> TextCodec.open(folder, null, false)
                        .close())) {
            assertThatThrownBy(unopened::close)
                    .isInstanceOf(ModelException.class)
                    .hasMessageContainingAll(words);
        }
    }

    private Path write(String name, String text) throws IOException {
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void aTrainingRunNamesItsModel() throws IOException {
        write("run/final/config.json", "{}");
        refused(
                temp.resolve("run"),
                "run is a training run; its model is " + temp.resolve("run/final") + ": give that");
        write("adapted/final/adapter_config.json", "{}");
        refused(temp.resolve("adapted"), "its model is " + temp.resolve("adapted/final") + ": give that");
        write("half/checkpoints/step-2/config.json", "{}");
        refused(
                temp.resolve("half"),
                "is a training run that has not finished: the same 'train' command goes on",
                "newest checkpoint, " + temp.resolve("half/checkpoints/step-2"));
    }

    @Test
    void aCacheFolderNamesItsSnapshot() throws IOException {
        write("models--org--m/snapshots/abc1/config.json", "{}");
        write("models--org--m/snapshots/abc2/config.json", "{}");
        refused(temp.resolve("models--org--m"), "is the cache of a model", "in a folder below snapshots");
        write("models--org--m/refs/main", "abc2\n");
        refused(
                temp.resolve("models--org--m"),
                "the model itself is " + temp.resolve("models--org--m/snapshots/abc2") + ": give that");
    }

    @Test
    void aHubNameIsNoFolder() {
        refused(
                Path.of("some-org/Some-Model-1.7B"),
                "looks like a model's name on the Hugging Face Hub",
                "counterpoint model inspect some-org/Some-Model-1.7B --download");
    }

    @Test
    void aFileIsNotItsFolder() throws IOException {
        refused(write("m/model.safetensors", ""), "is a file: give the folder that it lies in, " + temp.resolve("m"));
        refused(write("m.gguf", "GGUF"), "is a GGUF file");
    }

    @Test
    void aPointerOfGitLfsIsNotTheFile() throws IOException {
        Path folder = FolderCopies.copy("llama3", temp.resolve("m"));
        write("m/model.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 2\n");
        refused(folder, folder.resolve("model.safetensors") + " is a git-lfs pointer", "git lfs pull");
    }

    @Test
    void aQuantisedCheckpointIsNamed() throws IOException {
        Path folder = FolderCopies.copy("llama3", temp.resolve("m"));
        String config = Files.readString(folder.resolve("config.json"));
        write("m/config.json", config.replaceFirst("\\{", "{\"quantization_config\":{\"quant_method\":\"gptq\"},"));
        refused(folder, "is a quantised checkpoint (gptq)", "give the model that it was made from");
        write("m/config.json", config.replaceFirst("\\{", "{\"quantization_config\":{},"));
        ModelFolder.open(folder).close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base_model.model.",
                "_orig_mod.",
                "_fsdp_wrapped_module.",
                "_checkpoint_wrapped_module.",
                "module.",
                "pretrained_model.",
                "language_model."
            })
    void namesWithAPrefixAreRecognised(String prefix) throws IOException {
        Path folder = FolderCopies.copy("llama3", temp.resolve("m"));
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
            FolderCopies.rewrite(
                    folder,
                    file.tensors().values().stream()
                            .map(tensor -> {
                                TensorSource source = TensorSource.of(tensor);
                                return new TensorSource(
                                        prefix + source.name(), source.dtype(), source.shape(), source.body());
                            })
                            .toList());
        }
        assertThatThrownBy(() -> ModelFolder.open(folder).close())
                .isInstanceOf(ModelException.class)
                .hasMessageMatching(Pattern.quote(folder.toString()) + ": its weights are named …?"
                        + Pattern.quote(prefix) + "…, .*, or take the prefix off .*");
        assertThat(KeyPrefix.of(List.of("model.language_model.a", "lm_head.weight", "model.language_model.b"))
                        .map(KeyPrefix::part))
                .contains("model.language_model.");
    }
}
