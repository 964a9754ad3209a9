package org.counterpoint.data;

import static org.assertj.core.api.Assertions.assertThat;

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
}
