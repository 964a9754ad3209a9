package org.counterpoint.answer.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.counterpoint.console.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTargetTest {
    @TempDir
    Path root;

    @Test
    void anOldModelThatAKillHidIsBackAndIsNotOverwrittenUnasked() throws IOException {
        Path out = root.resolve("model");
        model(out, "old");
        Files.move(out, root.resolve(".model.old")); // killed between the two renames
        model(root.resolve(".model.new"), "new");
        assertThatThrownBy(() -> ModelTarget.make(out, false, folder -> model(folder, "newer")))
                .isInstanceOf(UsageException.class)
                .hasMessage(out + " exists already: choose another --out, or give --overwrite");
        assertThat(out.resolve("config.json")).hasContent("old");

        Files.move(out, root.resolve(".model.old"));
        assertThatThrownBy(() -> ModelTarget.make(out, true, folder -> {
                    throw new IOException("the disk is full");
                }))
                .hasMessage("the disk is full");
        assertThat(out.resolve("config.json"))
                .as("a maker that fails costs no model")
                .hasContent("old");

        ModelTarget.make(out, true, folder -> model(folder, "newer"));
        assertThat(out.resolve("config.json")).hasContent("newer");
        assertThat(root.toFile().list()).containsExactly("model");
    }

    private static Path model(Path folder, String content) throws IOException {
        Files.createDirectories(folder);
        return Files.writeString(folder.resolve("config.json"), content);
    }
}
