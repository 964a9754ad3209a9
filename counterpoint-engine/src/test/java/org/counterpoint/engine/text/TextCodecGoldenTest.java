package org.counterpoint.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.counterpoint.engine.TokenSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Token ids and cuts against transformers and TRL: see {@code golden/tokenizers_and_seams.py}. */
class TextCodecGoldenTest {
    static final Path GOLDEN = golden();

    private static Path golden() {
        try {
            return Path.of(TextCodecGoldenTest.class.getResource("/golden/text").toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytelevel", "metaspace", "prepend"})
    void encodesAndCutsAsTrl(String name) throws IOException {
        int checked = 0;
        try (TextCodec codec = TextCodec.open(GOLDEN.resolve(name), null, false)) {
            for (JsonNode group : read("seams.json")) {
                if (group.get("tokenizer").stringValue().equals(name)) {
                    check(codec, group);
                    checked++;
                }
            }
        }
        assertThat(checked).isEqualTo(26);
    }

    @Test
    void encodesAndCutsAsTrlWithSmolLm2() throws IOException {
        String folder = System.getenv("COUNTERPOINT_SMOLLM2");
        assumeTrue(folder != null, "COUNTERPOINT_SMOLLM2 names no folder with SmolLM2-135M-Instruct");
        try (TextCodec codec = TextCodec.open(Path.of(folder), null, false)) {
            assertThat(codec.notices()).isEmpty();
            assertThat(codec.vocabularySize()).isEqualTo(49152);
            assertThat(codec.endTokens()).containsExactly(2);
            for (JsonNode group : read("smollm2.json")) {
                check(codec, group);
            }
        }
    }

    private static JsonNode read(String file) throws IOException {
        return JsonMapper.builder().build().readTree(Files.readAllBytes(GOLDEN.resolve(file)));
    }

    private static void check(TextCodec codec, JsonNode golden) {
        String text = golden.get("prompt").stringValue();
        boolean chat = golden.get("chat").booleanValue();
        PromptText prompt =
                chat ? new PromptText.Chat(List.of(new ChatMessage("user", text))) : new PromptText.Plain(text);
        int[] promptIds = ids(golden.get("prompt_ids"));
        assertThat(codec.encodePrompt(prompt)).as(golden.toString()).isEqualTo(promptIds);

        List<String> answers = StreamSupport.stream(golden.get("answers").spliterator(), false)
                .map(JsonNode::stringValue)
                .toList();
        EncodedGroup group = codec.encode(prompt, answers, Boundary.SPLIT);
        for (int i = 0; i < answers.size(); i++) {
            int[] full = ids(golden.get("full").get(i));
            TokenSequence sequence = group.sequences().get(i);
            if (sequence == null) {
                int common = Seam.commonPrefix(promptIds, full);
                assertThat(common == 0 || common == full.length)
                        .as(golden.toString())
                        .isTrue();
                continue;
            }
            assertThat(sequence.tokens()).as(golden.toString()).isEqualTo(full);
            assertThat(group.merged().get(i)).isEqualTo(Seam.commonPrefix(promptIds, full) < promptIds.length);
            if (golden.has("decoded")) {
                assertThat(codec.decode(full))
                        .isEqualTo(golden.get("decoded").get(i).stringValue());
            }
            EncodedGroup pair = codec.encode(prompt, List.of(answers.get(0), answers.get(i)), Boundary.SPLIT);
            if (pair.sequences().get(0) != null) {
                assertThat(pair.sequences().get(1).responseStart())
                        .isEqualTo(golden.get("pair_cut_with_first").get(i).intValue());
            }
        }
    }

    private static int[] ids(JsonNode node) {
        List<Integer> ids = new ArrayList<>();
        node.forEach(id -> ids.add(id.intValue()));
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }
}
