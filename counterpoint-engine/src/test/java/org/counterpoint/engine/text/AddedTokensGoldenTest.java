package org.counterpoint.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.counterpoint.engine.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tokens that tokenizer.json lacks and other files name, against what transformers makes of them. */
class AddedTokensGoldenTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    Path folder;

    private static JsonNode golden() throws IOException {
        try (InputStream in = AddedTokensGoldenTest.class.getResourceAsStream("/golden/text/added_tokens.json")) {
            return JSON.readTree(in);
        }
    }

    private static Stream<String> cases() throws IOException {
        return golden().path("cases").valueStream().map(c -> c.path("name").stringValue());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void idsAreThoseOfTransformers(String name) throws IOException {
        JsonNode golden = golden();
        JsonNode one = golden.path("cases")
                .valueStream()
                .filter(c -> c.path("name").stringValue().equals(name))
                .findFirst()
                .orElseThrow();
        write("tokenizer.json", one.path("tokenizer").toString());
        for (Map.Entry<String, JsonNode> file : one.path("files").properties()) {
            write(file.getKey(), file.getValue().toString());
        }
        int[] expected =
                one.path("ids").valueStream().mapToInt(JsonNode::intValue).toArray();
        try (TextCodec codec = TextCodec.open(folder, null, false)) {
            assertThat(codec.encodePrompt(
                            new PromptText.Plain(golden.path("text").stringValue())))
                    .isEqualTo(expected);
            assertThat(codec.decode(expected)).isEqualTo(one.path("decoded").stringValue());
            assertThat(codec.vocabularySize())
                    .isGreaterThan(Arrays.stream(expected).max().orElseThrow());
        }
    }

    @Test
    void anEscapedSurrogatePairIsOneTokenOfTheVocabulary() throws IOException {
        JsonNode tokenizer = golden().path("cases").path(0).path("tokenizer");
        ((ObjectNode) tokenizer.path("model").path("vocab")).put("EMOJI", 60);
        ((ObjectNode) tokenizer).putArray("added_tokens");
        write("tokenizer.json", tokenizer.toString().replace("EMOJI", "\\ud83d\\ude00"));
        try (TextCodec codec = TextCodec.open(folder, null, false)) {
            assertThat(codec.vocabularySize()).isEqualTo(61);
        }
    }

    @Test
    void whatIsNoTokenIsNamedWithItsFile() throws IOException {
        write("tokenizer.json", golden().path("cases").path(0).path("tokenizer").toString());
        write("tokenizer_config.json", "{\"added_tokens_decoder\":{\"x\":{\"content\":\"<a>\"}}}");
        assertThatThrownBy(() -> TextCodec.open(folder, null, false))
                .isInstanceOf(ModelException.class)
                .hasMessage("a token's id must be a whole number from 0, not \"x\"\n  in "
                        + folder.resolve("tokenizer_config.json"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
