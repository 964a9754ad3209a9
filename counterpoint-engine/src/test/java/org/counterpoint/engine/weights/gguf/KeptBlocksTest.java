package org.counterpoint.engine.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.model.Generator;
import org.counterpoint.engine.model.Sampling;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.WholeRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Model folders whose weights stay in the blocks of a GGUF file, beside folders with what the blocks stand for. */
class KeptBlocksTest {
    private static final String TENSOR = "model.layers.0.self_attn.";

    @TempDir
    Path work;

    private Path kept(String name) throws IOException {
        Path folder = work.resolve(name + "-kept");
        List<String> files = GgufImport.keep(GgufImportTest.file(name), folder, (from, to) -> Files.copy(from, to));
        assertThat(files).contains("config.json", "tokenizer.json", "model.gguf");
        return folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-smollm", "llama-spm", "qwen2", "qwen3"})
    void areTheSameWeightsAndAnswers(String name) throws IOException {
        Path kept = kept(name);
        Path wide = work.resolve("wide");
        GgufImport.write(GgufImportTest.file(name), wide, DType.F32, 1 << 30);
        try (ModelFolder one = ModelFolder.open(kept);
                ModelFolder other = ModelFolder.open(wide)) {
            for (String tensor : other.tensors().keySet()) {
                assertThat(one.rows(List.of(tensor)).all())
                        .as(tensor)
                        .containsExactly(other.rows(List.of(tensor)).all());
            }
        }
        List<Generator.Request> requests = List.of(
                new Generator.Request(new int[] {3, 4, 5}, 1), new Generator.Request(new int[] {9, 8, 7, 6}, 2));
        for (List<Generator.Request> rows : List.of(requests, requests.subList(0, 1))) {
            assertThat(drawn(kept, rows)).containsExactlyElementsOf(drawn(wide, rows));
        }
    }

    /** Draws, whose probabilities would show any difference. */
    private static List<Double> drawn(Path folder, List<Generator.Request> rows) {
        try (Generator generator = Generator.open(folder, Precision.FP32)) {
            return generator.generate(rows, new Sampling(1, 0, 1), Set.of(), 12).stream()
                    .flatMap(row -> Arrays.stream(row.logProbabilities()).boxed())
                    .toList();
        }
    }

    @Test
    void areReadAsTheyAreStored() throws IOException {
        try (ModelFolder model = ModelFolder.open(kept("llama-spm"))) {
            WholeRows qkv = model.wholes(List.of(TENSOR + "q_proj.weight", TENSOR + "k_proj.weight"))
                    .orElseThrow();
            assertThat(qkv.bits()).isEqualTo(8);
            assertThat(qkv.hasOffsets()).isFalse();
            assertThat(model.wholes(List.of("model.norm.weight"))).isEmpty();
            assertThat(model.tensor(TENSOR + "q_proj.weight").storedBytes()).isEqualTo(32 * 34);
        }
        try (ModelFolder model = ModelFolder.open(kept("qwen2"))) {
            assertThat(model.wholes(List.of(TENSOR + "q_proj.weight"))).isEmpty();
        }
    }

    @Test
    void aFileOfAnotherModelIsNamed() throws IOException {
        Path folder = kept("qwen2");
        Path file = folder.resolve("model.gguf");
        Files.delete(file);
        Files.copy(GgufImportTest.file("qwen3"), file);
        assertThatThrownBy(() -> ModelFolder.open(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(file + ": tensor blk.0.attn_q.weight has the shape");
        Files.writeString(file, "GGUF");
        assertThatThrownBy(() -> ModelFolder.open(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(file.toString());
    }
}
