package org.counterpoint.data.yaml;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.counterpoint.data.InputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as people break them. */
class YamlWordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 1\\n  b: 2 | a colon where none can stand",
                "a:\\n\\tb: 2 | a tab stands where only spaces may",
                "a: [1, 2\\nb: 3 | a list in [ ] is not closed",
                "a: {b: 1\\nc: 2 | a mapping in { } is not closed",
                "a: \"open\\nb: 2 | a quotation mark is opened and not closed",
                "a:\\n  - 1\\n b: 2 | this line is indented unlike those around it",
                "a: @b | a value that begins with @ or ` has to stand in quotes",
                "a: 1\\nb\\nc: 2 | a name without its colon",
                "a: \"\\\\q\" | a backslash within",
            })
    void whatIsWrongIsSaidInPlainWords(String text, String words) {
        assertThatThrownBy(() -> YamlFile.parse(
                        "recipe.yaml",
                        text.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\"),
                        new YamlFaults()))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("recipe.yaml:")
                .hasMessageContaining(words)
                .hasMessageNotContaining("expected");
    }
}
