package org.counterpoint.engine.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.model.ModelOptions;
import org.counterpoint.engine.model.TransformerModel;
import org.counterpoint.engine.text.PromptText;
import org.counterpoint.engine.text.TextCodec;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.ModelFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Model folders from GGUF files, against what transformers reads in the same files. */
class GgufImportTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/gguf");
    private static final long SHARD = 1L << 30;

    @TempDir
    Path work;

    static Path file(String name) {
        return GOLDEN.resolve(name + ".gguf");
    }

    static JsonNode golden(String name) {
        return JsonMapper.shared().readTree(GOLDEN.resolve(name + ".json"));
    }

    static void assertScores(Path folder, JsonNode golden, double tolerance) {
        int[] ids = golden.get("ids").valueStream().mapToInt(JsonNode::intValue).toArray();
        try (TransformerModel model = TransformerModel.load(folder, ModelOptions.forTraining(Precision.FP32))) {
            double[] scores = model.scores(new TokenBatch(List.of(List.of(new TokenSequence(ids, 1))), false))
                    .of(0);
            assertThat(scores).hasSize(golden.get("logp").size());
            for (int i = 0; i < scores.length; i++) {
                assertThat(scores[i]).isCloseTo(golden.get("logp").get(i).doubleValue(), within(tolerance));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma2", "gemma3", "phi3", "phi3-longrope", "olmo2", "granite", "smollm3"})
    void familiesScoreAsInTransformers(String name) throws IOException {
        Path folder = work.resolve("model");
        GgufImport.write(file(name), folder, null, SHARD);
        assertScores(folder, golden(name), 5e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-smollm", "llama-spm", "qwen2", "qwen3"})
    void scoresAndTokensAreThoseOfTransformers(String name) throws IOException {
        Path folder = work.resolve("model");
        GgufImport.write(file(name), folder, null, SHARD);
        JsonNode golden = golden(name);
        assertScores(folder, golden, 2e-5);
        try (TextCodec codec = TextCodec.open(folder, null, false)) {
            for (JsonNode text : golden.get("texts")) {
                int[] ids = text.get("ids")
                        .valueStream()
                        .mapToInt(JsonNode::intValue)
                        .toArray();
                assertThat(codec.encodePrompt(
                                new PromptText.Plain(text.get("text").stringValue())))
                        .as("%s", text)
                        .isEqualTo(ids);
            }
        }
    }

    @Test
    void templateAndEndTokensSurvive() throws IOException {
        Path folder = work.resolve("model");
        GgufImport.write(file("llama-smollm"), folder, null, SHARD);
        try (ModelFolder model = ModelFolder.open(folder);
                TextCodec codec = TextCodec.open(folder, null, false)) {
            assertThat(model.endTokens()).containsExactly(2);
            assertThat(codec.endTokens()).containsExactly(2);
            assertThat(model.config().vocabulary().padToken()).isZero();
        }
        assertThat(Files.readString(folder.resolve("chat_template.jinja"))).startsWith("{% for m in messages %}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2:F16", "qwen3:BF16", "llama-spm:F32"})
    void weightsKeepSixteenBitsWhereTheFileHasThem(String nameAndType) throws IOException {
        String[] parts = nameAndType.split(":");
        Path folder = work.resolve("model");
        GgufImport.write(file(parts[0]), folder, null, SHARD);
        try (ModelFolder model = ModelFolder.open(folder)) {
            assertThat(model.dtype()).isEqualTo(DType.valueOf(parts[1]));
        }
        GgufImport.write(file(parts[0]), work.resolve("asked"), DType.BF16, SHARD);
        try (ModelFolder model = ModelFolder.open(work.resolve("asked"))) {
            assertThat(model.dtype()).isEqualTo(DType.BF16);
        }
    }

    /** The same file with a text in it replaced by another of the same length. */
    private Path changed(String name, String from, String to) throws IOException {
        String bytes = Files.readString(file(name), StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains(from);
        assertThat(to).hasSameSizeAs(from);
        return Files.writeString(work.resolve("changed.gguf"), bytes.replace(from, to), StandardCharsets.ISO_8859_1);
    }

    private void refused(Path file, String message) {
        assertThatThrownBy(() -> GgufImport.write(file, work.resolve("none"), null, SHARD))
                .isInstanceOf(ModelException.class)
                .hasMessage(file + ": " + message);
        assertThat(work.resolve("none")).doesNotExist();
    }

    /** As many layers as a list could not hold. */
    @Test
    void moreLayersThanTensorsAreRefused() throws IOException {
        for (String name : List.of("gemma2", "smollm3")) {
            String key = name + ".block_count\4\0\0\0";
            String layers = name.equals("gemma2") ? "\3" : "\5";
            refused(
                    changed(name, key + layers + "\0\0\0", key + "\u00ff\u00ff\u00ff\u007f"),
                    "`" + name + ".block_count` is 2147483647, and the file has " + (name.equals("gemma2") ? 35 : 47)
                            + " tensors: it is damaged");
        }
    }

    @Test
    void whatIsNotKnownIsNamed() throws IOException {
        refused(
                changed("llama-smollm", "smollm", "smelly"),
                "`tokenizer.ggml.pre` is smelly, which is not read. Read are gpt-2, smollm, refact, command-r,"
                        + " llama-bpe, llama3, llama-v3, dbrx, smaug-bpe, gpt-4o, qwen2, deepseek-r1-qwen");
        refused(
                changed("llama-spm", "tokenizer.ggml.scores", "tokenizer.ggml.scoree"),
                "`tokenizer.ggml.scores` is missing: a llama tokenizer needs it");
        refused(
                changed("qwen2", "qwen2.context_length", "qwen2.kontext_length"),
                "`qwen2.kontext_length` is not known for qwen2 and may change what it computes");
        refused(changed("qwen2", "blk.1.attn_q.bias", "blk.1.attn_x.bias"), "tensor blk.1.attn_q.bias is missing");
        refused(
                changed(
                        "llama-smollm",
                        "general.architecture\u0008\0\0\0\5\0\0\0\0\0\0\0llama",
                        "general.architecture\u0008\0\0\0\5\0\0\0\0\0\0\0mamba"),
                "`general.architecture` is mamba, which is not read. Read are llama, qwen2, qwen3, gemma2, gemma3, phi3, olmo2,"
                        + " granite, smollm3");
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        Path file = work.resolve("nowhere.gguf");
        assertThatThrownBy(() -> GgufImport.write(file, work.resolve("none"), null, SHARD))
                .isInstanceOf(ModelException.class)
                .hasMessage(file + " is missing");
    }
}
