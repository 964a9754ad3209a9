package org.counterpoint.engine.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.text.PromptText;
import org.counterpoint.engine.text.TextCodec;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.HalfFloats;
import org.counterpoint.engine.weights.ModelFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** GGUF files from model folders: what was read from one is read from the other again. */
class GgufExportTest {
    private static final long SHARD = 1L << 30;

    @TempDir
    Path work;

    private Path imported(String name) throws IOException {
        Path folder = work.resolve(name);
        GgufImport.write(GgufImportTest.file(name), folder, DType.BF16, SHARD);
        return folder;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama-smollm",
                "llama-spm",
                "qwen2",
                "qwen3",
                "gemma2",
                "gemma3",
                "phi3",
                "phi3-longrope",
                "olmo2",
                "granite",
                "smollm3"
            })
    void weightsTokensTemplateAndEndsSurvive(String name) throws IOException {
        Path first = imported(name);
        Path gguf = work.resolve("out/model.gguf");
        GgufExport.write(first, null, gguf, GgufExport.Type.BF16);
        Path again = work.resolve("again");
        GgufImport.write(gguf, again, DType.BF16, SHARD);
        try (ModelFolder one = ModelFolder.open(first);
                ModelFolder other = ModelFolder.open(again);
                TextCodec text = TextCodec.open(first, null, false);
                TextCodec read = TextCodec.open(again, null, false)) {
            assertThat(other.weightsHash()).isEqualTo(one.weightsHash());
            assertThat(other.config()).isEqualTo(one.config());
            assertThat(read.endTokens()).isEqualTo(text.endTokens());
            assertThat(read.chatTemplateSource()).isEqualTo(text.chatTemplateSource());
            for (JsonNode row : GgufImportTest.golden(name).get("texts")) {
                PromptText prompt = new PromptText.Plain(row.get("text").stringValue());
                assertThat(read.encodePrompt(prompt)).as("%s", row).isEqualTo(text.encodePrompt(prompt));
            }
        }
    }

    @Test
    void blocksOfEightAndFourBitsAreLlamaCpps() {
        float[] row = new float[32];
        for (int i = 0; i < row.length; i++) {
            row[i] = i - 16 + 0.25f;
        }
        ByteBuffer eight = ByteBuffer.allocate(34).order(ByteOrder.LITTLE_ENDIAN);
        BlockEncoder.encode(TensorType.Q8_0, row, "x", eight);
        // The farthest from zero is -15.75: the scale is 15.75 / 127, and 0.25 is 2.0158 of it.
        assertThat(HalfFloats.fromF16(eight.getShort(0))).isCloseTo(15.75f / 127, within(1e-4f));
        assertThat(eight.get(2)).isEqualTo((byte) -127);
        assertThat(eight.get(2 + 16)).isEqualTo((byte) 2);
        assertThat(eight.get(2 + 31)).isEqualTo((byte) 123);
        ByteBuffer four = ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN);
        BlockEncoder.encode(TensorType.Q4_0, row, "x", four);
        // -15.75 is -8 of the scale, stored as 0; 0.25 is 0.127 of it, stored as 8.
        assertThat(HalfFloats.fromF16(four.getShort(0))).isCloseTo(15.75f / 8, within(1e-3f));
        assertThat(four.get(2) & 0xff).isEqualTo(0x80);
        assertThat(four.get(2 + 15) & 0xff).isEqualTo(0xf8);
    }

    @Test
    void theModelfileWritesTurnsAndStops() throws IOException {
        String template = "{{ bos_token }}{% for m in messages %}<|{{ m.role }}|>{{ m.content }}<end>{% endfor %}"
                + "{% if add_generation_prompt %}<|assistant|>{% endif %}";
        Path folder = imported("llama-smollm");
        Files.writeString(folder.resolve("chat_template.jinja"), template);
        GgufExport.Exported made = GgufExport.write(folder, null, work.resolve("m.gguf"), GgufExport.Type.F16);
        assertThat(made.modelfile())
                .startsWith("FROM ./m.gguf\nTEMPLATE \"\"\"")
                .contains("{{ else if eq .Role \"user\" }}<|user|>{{ .Content }}<end>")
                .contains("{{ end }}{{ end }}<|assistant|>\"\"\"\nPARAMETER stop \"");
        Files.writeString(
                folder.resolve("chat_template.jinja"),
                "{% for m in messages %}{{ loop.index }}{{ m.content }}{% endfor %}");
        assertThat(GgufExport.write(folder, null, work.resolve("n.gguf"), GgufExport.Type.F16)
                        .notices())
                .anyMatch(note -> note.contains("does more than writing turn after turn"));
    }

    @Test
    void whatGgufHasNoFormForIsRefused() throws IOException {
        Path folder = imported("llama-smollm");
        Path tokenizer = folder.resolve("tokenizer.json");
        Files.writeString(
                tokenizer,
                Files.readString(tokenizer).replace("\"individual_digits\" : true", "\"individual_digits\" : false"));
        assertThatThrownBy(() -> GgufExport.write(folder, null, work.resolve("x.gguf"), GgufExport.Type.F16))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("cuts texts in a way that has no name in GGUF");
        assertThat(work.resolve("x.gguf")).doesNotExist();
    }
}
