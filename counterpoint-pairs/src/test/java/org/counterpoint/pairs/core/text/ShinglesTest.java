package org.counterpoint.pairs.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
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
        assertThat(Shingles.ofWordPairs(text.toString()).size()).isEqualTo(1000);
    }

    @Test
    void similarTextsAreToldFromOthersAsTheirSimilaritySays() {
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            Shingles a = Shingles.ofCharacters(letters(random));
            Shingles b = Shingles.ofCharacters(letters(random));
            Set<Long> union = LongStream.concat(Arrays.stream(a.hashes()), Arrays.stream(b.hashes()))
                    .boxed()
                    .collect(Collectors.toSet());
            double expected = (double) (a.size() + b.size() - union.size()) / union.size();
            assertThat(a.similarity(b)).isEqualTo(expected);
            for (double least : new double[] {0, expected / 2, expected, Math.nextUp(expected), 0.9, 1}) {
                assertThat(a.isSimilar(b, least)).isEqualTo(expected >= least);
                assertThat(b.isSimilar(a, least)).isEqualTo(expected >= least);
            }
        }
    }

    private static String letters(Random random) {
        return random.ints(random.nextInt(60), 'a', 'c')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /** The dash is of no word, and has the text read character by character. */
    @Test
    void asciiIsReadAsAnyTextIs() {
        String text = "  One two,three\tFOUR  4u\n(five) \u001c six's ";
        Shingles other = Shingles.ofWordPairs(text + "\u2014");
        assertThat(Shingles.ofWordPairs(text).similarity(other)).isEqualTo(1);
        assertThat(Shingles.ofWordPairs(text).size()).isEqualTo(other.size()).isEqualTo(7);
        assertThat(PlainWords.sameButForSpaces(text + "\u2014"))
                .isEqualTo(PlainWords.sameButForSpaces(text) + " \u2014")
                .isEqualTo("one two,three four 4u (five) six's \u2014");
    }
}
