package org.counterpoint.engine.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.weights.AdapterFolder;
import org.counterpoint.engine.weights.LowRankFactors;
import org.counterpoint.engine.weights.ModelFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LoRA adapters as GGUF files: what was written is read again. */
class GgufAdapterTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Path BASE = GOLDEN.resolve("models/llama3");
    private static final Path OF_LLAMA = GOLDEN.resolve("adapters/suffixes");

    @TempDir
    Path work;

    @ParameterizedTest
    @ValueSource(strings = {"all-linear", "patterns", "layers", "suffixes"})
    void factorsSurvive(String name) throws IOException {
        Path gguf = work.resolve("out/lora.gguf");
        GgufAdapter.write(GOLDEN.resolve("adapters").resolve(name), null, gguf, GgufExport.Type.F32);
        assertThat(GgufAdapter.isOne(gguf)).isTrue();
        Path read = work.resolve("read");
        Path base;
        try (AdapterFolder named = AdapterFolder.open(GOLDEN.resolve("adapters").resolve(name))) {
            base = named.base(null);
        }
        assertThat(GgufAdapter.read(gguf, base, read)).containsKeys("adapter_config.json", "adapter_model.safetensors");
        try (ModelFolder one = ModelFolder.open(GOLDEN.resolve("adapters").resolve(name));
                ModelFolder other = ModelFolder.open(read)) {
            Map<String, LowRankFactors> expected = one.factors();
            assertThat(other.factors()).hasSameSizeAs(expected);
            other.factors().forEach((weight, factors) -> {
                LowRankFactors own = expected.get(weight);
                assertThat(factors.a()).as(weight).containsExactly(own.a());
                assertThat(factors.b()).as(weight).containsExactly(own.b(), within(1e-6f));
            });
        }
    }

    /** Where a file has rows of q in another order, those of B are in the same. */
    @Test
    void rowsOfBAreThoseOfTheWeight() throws IOException {
        Path gguf = work.resolve("lora.gguf");
        GgufAdapter.write(OF_LLAMA, null, gguf, GgufExport.Type.F32);
        try (GgufFile file = GgufFile.open(gguf);
                ModelFolder model = ModelFolder.open(OF_LLAMA)) {
            LowRankFactors own = model.factors().get("model.layers.0.self_attn.q_proj.weight");
            float[] row = new float[own.rank()];
            file.tensors().get("blk.0.attn_q.weight.lora_b").reader().read(1, row);
            int half = model.config().attention().headDim() / 2;
            for (int i = 0; i < row.length; i++) {
                assertThat(row[i]).isEqualTo(own.b()[half * own.rank() + i]);
            }
        }
    }

    @Test
    void whatDoesNotFitIsSaid() throws IOException {
        Path gguf = work.resolve("lora.gguf");
        GgufAdapter.write(OF_LLAMA, null, gguf, GgufExport.Type.F16);
        refused(gguf, GOLDEN.resolve("models/qwen2"), gguf + ": `general.architecture` is llama, the base's is qwen2");
        refused(gguf, GOLDEN.resolve("models/llama3"), gguf + ": tensor blk.0.attn_q.weight.lora_a has the shape");
        Path model = GgufImportTest.file("llama-spm");
        assertThat(GgufAdapter.isOne(model)).isFalse();
        refused(model, BASE, model + ": `general.type` does not say that it is an adapter: leave --base out");
        assertThatThrownBy(() -> GgufAdapter.write(BASE, null, gguf, GgufExport.Type.F16))
                .isInstanceOf(ModelException.class)
                .hasMessage(BASE + " is a whole model, not an adapter: leave --adapter-only out");
    }

    private void refused(Path gguf, Path base, String message) {
        assertThatThrownBy(() -> GgufAdapter.read(gguf, base, work.resolve("none")))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(message);
        assertThat(work.resolve("none")).doesNotExist();
    }
}
