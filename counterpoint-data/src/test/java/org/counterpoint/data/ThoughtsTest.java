package org.counterpoint.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.counterpoint.data.Thoughts.Parted;
import org.counterpoint.data.Thoughts.Tags;
import org.junit.jupiter.api.Test;

class ThoughtsTest {

    private static Parted part(String text) {
        return Thoughts.USUAL.part(text);
    }

    @Test
    void theAnswerFollowsTheThought() {
        assertThat(part("<think>\nTwo and two, hmm.\n</think>\n\nFour."))
                .isEqualTo(new Parted("Two and two, hmm.", "Four.", false));
        assertThat(part("\n[THINK]a[/THINK]b ")).isEqualTo(new Parted("a", "b ", false));
        assertThat(part("<think>a</think><think>b</think> c")).isEqualTo(new Parted("a\n\nb", "c", false));
        assertThat(part("<think></think>")).isEqualTo(new Parted("", "", false));
    }

    @Test
    void whatTheTemplateOpenedIsAThoughtToo() {
        assertThat(part("Two and two, hmm.\n</think>\n\nFour."))
                .isEqualTo(new Parted("Two and two, hmm.", "Four.", false));
    }

    @Test
    void whatEndsWithinItsThoughtIsNoAnswer() {
        assertThat(part("<think>\nOkay. At first [[B]]")).isEqualTo(new Parted("Okay. At first [[B]]", "", true));
        assertThat(part("<think>a</think>\n<think>b")).isEqualTo(new Parted("a\n\nb", "", true));
    }

    @Test
    void whatOnlySpeaksOfMarksStaysToTheLetter() {
        for (String text : List.of("", "  Four. ", "Write <think> before and </think> after.", "a <thinking> b")) {
            assertThat(part(text)).as(text).isEqualTo(new Parted("", text, false));
        }
    }

    @Test
    void otherMarksAreTheUsersOwn() {
        Thoughts own = new Thoughts(List.of(new Tags("<reasoning>", "</reasoning>")));
        assertThat(own.part("<reasoning>a</reasoning>b")).isEqualTo(new Parted("a", "b", false));
        assertThat(own.part("<think>a</think>b").thought()).isEmpty();
        Thoughts words = new Thoughts(List.of(new Tags("BEGIN", "END"), new Tags("(thinking", "(done")));
        assertThat(words.part("BEGIN a END b")).isEqualTo(new Parted("a", "b", false));
        assertThat(words.part("a END (thinking b (done c")).isEqualTo(new Parted("a\n\nb", "c", false));
        assertThatThrownBy(() -> new Tags("|", "|")).hasMessageContaining("two different marks");
    }
}
