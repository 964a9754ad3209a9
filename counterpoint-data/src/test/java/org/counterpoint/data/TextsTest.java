package org.counterpoint.data;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TextsTest {
    @Test
    void emptyIsOnlyWhitespace() {
        assertThat(Texts.isEmpty("")).isTrue();
        assertThat(Texts.isEmpty(" \t\r\n\u000b\u00a0\u2003\u2028\u3000\u0085\u001c"))
                .isTrue();
        assertThat(Texts.isEmpty(" \u200b")).isFalse();
        assertThat(Texts.isEmpty(" .")).isFalse();
    }

    @Test
    void loneSurrogatesAreFound() {
        assertThat(Texts.hasLoneSurrogate("a😀b")).isFalse();
        assertThat(Texts.hasLoneSurrogate("a\ud83d")).isTrue();
        assertThat(Texts.hasLoneSurrogate("\ude00\ud83d")).isTrue();
    }

    /** Of few letters, so that a mark is often there in part only. */
    @Test
    void aMarkIsFoundWhereIndexOfFindsIt() {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            String text = random.ints(random.nextInt(30), 'a', 'd')
                    .mapToObj(Character::toString)
                    .collect(joining());
            String mark = random.ints(1 + random.nextInt(4), 'a', 'd')
                    .mapToObj(Character::toString)
                    .collect(joining());
            int from = random.nextInt(4);
            assertThat(Texts.find(text, mark, from)).isEqualTo(text.indexOf(mark, from));
        }
    }
}
