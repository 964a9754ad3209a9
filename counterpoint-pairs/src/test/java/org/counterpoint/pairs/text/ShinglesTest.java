package org.counterpoint.pairs.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShinglesTest {

    /** Counted by hand: shared pairs of neighbours over all. */
    @ParameterizedTest
    @CsvSource({
        "the cat sat down, the cat sat down, 1",
        "the cat sat down, The CAT sat -- down!, 1",
        "the cat sat down, the cat sat up, 0.5",
        "the cat sat down, down sat cat the, 0",
        "yes, yes, 1",
        "yes, Yes., 1",
        "yes, no, 0",
        "yes, yes indeed, 0",
        "a a a a, a a, 1",
        "3.14 is pi, 3.14 is e, 0.5",
        "日本語です, 日本語でし, 0.6",
        "?!, ?!, 1",
        "?!, !?, 0"
    })
    void similarityIsTheSharedPairsOfNeighbouringWords(String a, String b, double expected) {
        assertThat(Shingles.ofWordPairs(a).similarity(Shingles.ofWordPairs(b))).isEqualTo(expected);
        assertThat(Shingles.ofWordPairs(b).similarity(Shingles.ofWordPairs(a))).isEqualTo(expected);
    }

    @Test
    void aLongTextIsCutIntoAsManyPairsAsItHas() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1001; i++) {
            text.append("w").append(i).append(' ');
        }
        assertThat(Shingles.ofWordPairs(text.toString()).hashes()).hasSize(1000);
    }
}
