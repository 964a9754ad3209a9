package org.counterpoint.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusalsTest {
    @TempDir
    Path folder;

    @Test
    void refusalsAreKnownByTheirOpening() {
        Refusals list = Refusals.BUILT_IN;
        assertThat(list.matches("I\u2019m sorry, but I can\u2019t help with that."))
                .isTrue();
        assertThat(list.matches("\n As an AI language model, I have no body.")).isTrue();
        assertThat(list.matches("I cannot do that")).isTrue();
        assertThat(list.matches("I cannotate")).isFalse();
        assertThat(list.matches("The letter began: I'm sorry, but no.")).isFalse();
        assertThat(list.matches("")).isFalse();
    }

    @Test
    void aListOfOnesOwnTakesItsPlace() throws IOException {
        Path file = Files.writeString(folder.resolve("nein.txt"), "# German\n\nTut mir leid\nich kann.\n");
        Refusals list = Refusals.read(file);
        assertThat(list.matches("  TUT MIR LEID, nein")).isTrue();
        assertThat(list.matches("Ich kann nicht")).isTrue();
        assertThat(list.matches("Ich kannte")).isFalse();
        assertThat(list.matches("I'm sorry, but no")).isFalse();
        Files.writeString(file, "# nothing\n");
        assertThatThrownBy(() -> Refusals.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("names no opening");
    }
}
