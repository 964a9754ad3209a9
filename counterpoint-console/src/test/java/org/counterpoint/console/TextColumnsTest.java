package org.counterpoint.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextColumnsTest {
    private final List<String> lines = new ArrayList<>();
    private final TextColumns columns = new TextColumns(42, List.of("first", "second"), lines::add);

    @Test
    void aLineAppearsWhenBothColumnsHaveIt() {
        assertThat(lines).containsExactly("first                 second", "-".repeat(20) + "  " + "-".repeat(20));
        lines.clear();
        columns.add(0, "The quick brown fox jumps over it.\n");
        columns.add(0, "Next");
        assertThat(lines).isEmpty();
        columns.add(1, "Short.\n\nEnd");
        assertThat(lines).containsExactly("The quick brown fox   Short.", "jumps over it.");
        columns.end(1);
        columns.add(0, " line");
        columns.end(0);
        assertThat(lines.subList(2, lines.size())).containsExactly("Next line             End");
    }

    @Test
    void theOtherGoesOnWhereOneHasEnded() {
        lines.clear();
        columns.end(0);
        columns.add(1, "one\ntwo\n");
        assertThat(lines).containsExactly(" ".repeat(22) + "one", " ".repeat(22) + "two");
    }

    @Test
    void breaksWhatHasNoSpacesAndCountsWideCharacters() {
        lines.clear();
        columns.end(1);
        columns.add(0, "x".repeat(45) + "\n" + "漢".repeat(12) + "e\u0301\n");
        assertThat(lines).containsExactly("x".repeat(20), "x".repeat(20), "x".repeat(5), "漢".repeat(10), "漢漢e\u0301");
    }

    @Test
    void aWordThatJustFitsIsNotBroken() {
        lines.clear();
        columns.end(1);
        columns.add(0, "12345678901234567890 next\n");
        assertThat(lines).containsExactly("12345678901234567890", "next");
    }
}
