package org.counterpoint.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.TokenSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextCodecTest {
    private static final PromptText QUESTION = new PromptText.Chat(List.of(new ChatMessage("user", "Why?")));

    @TempDir
    Path folder;

    private void copy(String golden, String... files) throws IOException {
        for (String file : files) {
            Files.copy(TextCodecGoldenTest.GOLDEN.resolve(golden).resolve(file), folder.resolve(file));
        }
    }

    private TextCodec open() {
        return TextCodec.open(folder, null, false);
    }

    private static int last(EncodedGroup group, int i) {
        TokenSequence sequence = group.sequences().get(i);
        return sequence.tokens()[sequence.tokens().length - 1];
    }

    @Test
    void messagesWithoutATemplateNeedOne() throws IOException {
        copy("bytelevel", "tokenizer.json", "tokenizer_config.json");
        try (TextCodec codec = open()) {
            assertThat(codec.chatTemplateSource()).isNull();
            assertThatThrownBy(() -> codec.encode(QUESTION, List.of("So."), Boundary.SPLIT))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("no chat template")
                    .hasMessageContaining("set chat_template to a file or to a built-in (chatml, alpaca)");
            assertThat(codec.encode(new PromptText.Plain("Why?"), List.of(" So."), Boundary.SPLIT)
                            .reasons())
                    .containsExactly((String) null);
        }
    }

    @Test
    void theTemplateComesFromTheConfigWhereThereIsNoFile() throws IOException {
        copy("bytelevel", "tokenizer.json");
        Path config = folder.resolve("tokenizer_config.json");
        Files.writeString(config, """
            {"eos_token": {"content": "<|im_end|>"}, "chat_template": [
              {"name": "tool_use", "template": "no"}, {"name": "default", "template": "{{ eos_token }}yes"}]}
            """);
        try (TextCodec codec = open()) {
            assertThat(codec.chatTemplateSource()).isEqualTo("{{ eos_token }}yes");
        }
        Files.writeString(config, "{\"chat_template\": [{\"name\": \"tool_use\", \"template\": \"no\"}]}");
        assertThatThrownBy(this::open).hasMessageContaining("none of them is named default");
        Files.writeString(config, "{\"chat_template\": \"{% if %}\"}");
        assertThatThrownBy(this::open)
                .hasMessageContaining("expected an expression, found \"%}\"")
                .hasMessageContaining("tokenizer_config.json, line 1, column 7");
    }

    @Test
    void specialTokensMapFillsWhatTheConfigLeavesOut() throws IOException {
        copy("bytelevel", "tokenizer.json");
        Files.writeString(folder.resolve("special_tokens_map.json"), "{\"eos_token\": {\"content\": \"<|im_end|>\"}}");
        try (TextCodec codec = open()) {
            assertThat(codec.endTokens()).containsExactly(2);
        }
        Files.writeString(folder.resolve("special_tokens_map.json"), "{\"eos_token\": \"<|nowhere|>\"}");
        try (TextCodec codec = open()) { // As transformers does, which adds it.
            int added = codec.vocabularySize() - 1;
            assertThat(codec.endTokens()).containsExactly(added);
            assertThatThrownBy(() -> codec.requireFits(added))
                    .hasMessageContaining("its largest token id is " + added + " (\"<|nowhere|>\")");
        }
        Files.writeString(folder.resolve("special_tokens_map.json"), "{\"eos_token\": 5}");
        assertThatThrownBy(this::open).hasMessageContaining("\"eos_token\" must be a string");
    }

    @Test
    void endTokensAreGathered() throws IOException {
        copy("bytelevel", "tokenizer.json", "tokenizer_config.json");
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [0, 7]}");
        Files.writeString(folder.resolve("config.json"), "{\"eos_token_id\": 9}");
        try (TextCodec codec = open()) {
            assertThat(codec.endTokens()).containsExactly(0, 2, 7, 9);
        }
        Files.writeString(folder.resolve("config.json"), "{\"eos_token_id\": \"x\"}");
        assertThatThrownBy(this::open).hasMessageContaining("\"eos_token_id\" must be a token id or a list of them");
    }

    @Test
    void appendEosMendsATemplateThatDoesNotEndAnswers() throws IOException {
        copy("prepend", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja");
        int eos = 2;
        try (TextCodec codec = open()) {
            assertThat(codec.notices())
                    .singleElement()
                    .asString()
                    .contains("none of the model's end tokens </s>", "append_eos mends it");
            assertThat(last(codec.encode(QUESTION, List.of("So."), Boundary.SPLIT), 0))
                    .isNotEqualTo(eos);
        }
        try (TextCodec codec = TextCodec.open(folder, null, true)) {
            assertThat(codec.notices()).isEmpty();
            EncodedGroup group = codec.encode(QUESTION, List.of("So.", ""), Boundary.SPLIT);
            assertThat(last(group, 0)).isEqualTo(eos);
            assertThat(last(group, 1)).isEqualTo(eos);
        }
    }

    @Test
    void appendEosLeavesATemplateAloneThatEndsAnswers() throws IOException {
        copy("bytelevel", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja");
        List<String> answers = List.of("So.", "with <|im_end|> inside", "");
        try (TextCodec with = TextCodec.open(folder, null, true);
                TextCodec without = open()) {
            EncodedGroup a = with.encode(QUESTION, answers, Boundary.SPLIT);
            EncodedGroup b = without.encode(QUESTION, answers, Boundary.SPLIT);
            for (int i = 0; i < answers.size(); i++) {
                assertThat(a.sequences().get(i).tokens())
                        .isEqualTo(b.sequences().get(i).tokens());
            }
            assertThat(with.identity()).isNotEqualTo(without.identity()).hasSize(64);
        }
    }

    @Test
    void builtInTemplates() throws IOException {
        copy("metaspace", "tokenizer.json", "tokenizer_config.json");
        try (TextCodec codec = TextCodec.open(folder, "alpaca", false)) {
            assertThat(codec.notices()).isEmpty();
            EncodedGroup group = codec.encode(QUESTION, List.of("So."), Boundary.SPLIT);
            assertThat(codec.decode(group.sequences().get(0).tokens()))
                    .endsWith("completes the request.\n\n### Instruction:\nWhy?\n\n### Response:\nSo.");
            assertThat(group.sequences().get(0).tokens()).startsWith(1);
            assertThat(last(group, 0)).isEqualTo(2);
        }
        try (TextCodec codec = TextCodec.open(folder, "chatml", false)) {
            assertThat(codec.notices()).singleElement().asString().contains("append_eos mends it");
            assertThat(codec.decode(codec.encodePrompt(QUESTION)))
                    .isEqualTo("<|im_start|>user\nWhy?<|im_end|>\n<|im_start|>assistant\n");
        }
        assertThatThrownBy(() -> TextCodec.open(folder, "chatlm", false))
                .hasMessageContaining("no file \"chatlm\"")
                .hasMessageContaining("built-in: chatml, alpaca");
    }

    @Test
    void aTemplateThatRefusesSetsTheGroupAside() throws IOException {
        copy("metaspace", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja");
        PromptText prompt = new PromptText.Chat(List.of(new ChatMessage("system", "Be brief.")));
        try (TextCodec codec = open()) {
            EncodedGroup group = codec.encode(prompt, List.of("a", "b"), Boundary.SPLIT);
            assertThat(group.sequences()).containsOnlyNulls().hasSize(2);
            assertThat(group.reasons()).allSatisfy(reason -> assertThat(reason)
                    .startsWith("template_error: ")
                    .contains("Only user and assistant turns are supported"));
            assertThatThrownBy(() -> codec.encodePrompt(prompt)).isInstanceOf(ModelException.class);
        }
    }

    @Test
    void loneSurrogatesAreSetAside() throws IOException {
        copy("bytelevel", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja");
        try (TextCodec codec = open()) {
            EncodedGroup group = codec.encode(QUESTION, List.of("a", "\ud83d", "\ude00 b", "😀"), Boundary.SPLIT);
            assertThat(group.reasons())
                    .containsExactly(
                            null,
                            "bad_encoding: a lone surrogate in the response",
                            "bad_encoding: a lone surrogate in the response",
                            null);
            assertThat(codec.encode(new PromptText.Plain("\ud83d"), List.of("a"), Boundary.SPLIT)
                            .reasons())
                    .containsExactly("bad_encoding: a lone surrogate in the prompt");
        }
    }

    @Test
    void aTextIsNeverCutOrPaddedAsTheTokenizerFileAsks() throws IOException {
        copy("bytelevel", "tokenizer.json", "tokenizer_config.json");
        try (TextCodec codec = open()) {
            String text = "The sky is blue because ".repeat(50) + "\u0000 end";
            int[] tokens = codec.encodePrompt(new PromptText.Plain(text));
            assertThat(tokens.length).isGreaterThan(100);
            assertThat(codec.decode(tokens)).isEqualTo(text);
            assertThat(codec.encodePrompt(new PromptText.Plain(" x"))).hasSizeLessThan(3);
        }
    }

    @Test
    void aTokenizerMustFitTheModel() throws IOException {
        copy("bytelevel", "tokenizer.json", "tokenizer_config.json");
        try (TextCodec codec = open()) {
            int size = codec.vocabularySize();
            codec.requireFits(size);
            assertThatThrownBy(() -> codec.requireFits(size - 1))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining(
                            "the tokenizer does not fit the model: its largest token id is " + (size - 1) + " (\"")
                    .hasMessageContaining("\"), and the model's vocab_size is " + (size - 1));
        }
    }

    @Test
    void brokenTokenizers() throws IOException {
        assertThatThrownBy(this::open).hasMessageContaining("no tokenizer.json in ");
        Files.writeString(folder.resolve("tokenizer.model"), "x");
        assertThatThrownBy(this::open)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("there is a tokenizer.model, which is another form");
        for (String json : Arrays.asList(
                "",
                "[]",
                "{",
                "{}",
                "null",
                "{\"model\": {\"vocab\": {\"a\": 0}}}",
                "{\"model\": 5, \"added_tokens\": 3}",
                "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 99999999999}, \"merges\": []}}")) {
            Files.writeString(folder.resolve("tokenizer.json"), json);
            assertThatThrownBy(this::open)
                    .as(json)
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("tokenizer.json");
        }
    }
}
