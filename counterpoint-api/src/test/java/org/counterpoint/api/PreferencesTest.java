package org.counterpoint.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Message;
import org.counterpoint.data.Pair;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups from lists, and through a file. */
class PreferencesTest {

    @TempDir
    Path temp;

    @Test
    void whoStandsFirstIsPreferred() {
        List<ResponseGroup> groups = Preferences.order("a", "b", "c")
                .add("q", Map.of("c", "z", "a", "x", "b", "y"))
                .add(
                        List.of(new Message(Role.SYSTEM, "s"), new Message(Role.USER, "q")),
                        Map.of("a", "same", "b", "same", "c", "other"))
                .groups();
        assertThat(groups.get(0).pairs()).extracting(Pair::type).containsExactly("a>b", "a>c", "b>c");
        assertThat(groups.get(1).pairs()).extracting(Pair::type).containsExactly("a>c", "b>c");
    }

    @Test
    void groupsComeBackFromTheirFile() throws IOException {
        List<ResponseGroup> groups = Preferences.pairs()
                .add("q", "good", "bad")
                .add("r", "better", "worse")
                .groups();
        Path file = temp.resolve("groups.jsonl");
        Preferences.write(file, groups);
        List<ResponseGroup> read = Preferences.read(file);
        assertThat(read)
                .extracting(ResponseGroup::prompt)
                .isEqualTo(groups.stream().map(ResponseGroup::prompt).toList());
        assertThat(read)
                .extracting(ResponseGroup::pairs)
                .isEqualTo(groups.stream().map(ResponseGroup::pairs).toList());
        Files.writeString(file, "{\"prompt\": \"q\"}\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> Preferences.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("1 rows of " + file + " cannot be used, the first at " + file + ":3 (");
    }

    @Test
    void whatMakesNoPairIsRefused() {
        assertThatThrownBy(() -> Preferences.order("a"))
                .hasMessage("an order has at least two models, each once, strongest first; given is [a]");
        assertThatThrownBy(() -> Preferences.order("a", "a")).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> Preferences.pairs().add("q", "same", "same"))
                .hasMessage("group 1 has no pair: give a question and two answers that differ");
        assertThatThrownBy(() -> Preferences.order("a", "b").add("q", Map.of("a", "x", "z", "y")))
                .hasMessage("answers are given of z, who are not in the order a, b (group 1)");
    }
}
