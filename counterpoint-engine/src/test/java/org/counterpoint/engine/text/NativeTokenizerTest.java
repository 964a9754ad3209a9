package org.counterpoint.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The library's calls for one text and for many. */
class NativeTokenizerTest {
    private static final List<String> SHORT = List.of("Sort: pear, apple.", "", "été <|end|> 42");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shortTextsAreEncodedAsTheyAreBesideALongOne(boolean specialTokens) throws IOException {
        Path file = Path.of("src/test/resources/golden/text/bytelevel/tokenizer.json");
        try (NativeTokenizer tokenizer = NativeTokenizer.of(Files.readAllBytes(file), file)) {
            List<String> withLong = Stream.concat(SHORT.stream(), Stream.of("word ".repeat(200)))
                    .toList();
            int[][] beside = tokenizer.encode(withLong, specialTokens);
            int[][] alone = tokenizer.encode(SHORT, specialTokens);
            assertThat(alone).hasNumberOfRows(3);
            for (int i = 0; i < alone.length; i++) {
                assertThat(alone[i]).containsExactly(beside[i]);
            }
        }
    }
}
