package org.counterpoint.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFolderTest {
    @TempDir
    Path root;

    @Test
    void aFolderIsReplacedWhole() throws IOException {
        Path target = folder("model", "old");
        WholeFolder.replace(folder(".work", "new"), target);
        assertThat(target.resolve("file")).hasContent("new");
        assertThat(root.toFile().list()).containsExactly("model");
    }

    @Test
    void aKillBetweenTheTwoRenamesHidesNothingForGood() throws IOException {
        Path target = folder("model", "old");
        Files.move(target, root.resolve(".model.old")); // as far as a killed process came
        assertThat(WholeFolder.recover(target)).isTrue();
        assertThat(target.resolve("file")).hasContent("old");

        Files.move(target, root.resolve(".model.old"));
        WholeFolder.replace(folder(".work", "new"), target);
        assertThat(target.resolve("file")).hasContent("new");
        assertThat(root.toFile().list()).containsExactly("model");
    }

    @Test
    void aKillBehindBothRenamesLeavesNothingBehind() throws IOException {
        Path target = folder("model", "new");
        folder(".model.old", "old");
        assertThat(WholeFolder.recover(target)).isFalse();
        assertThat(target.resolve("file")).hasContent("new");
        assertThat(root.toFile().list()).containsExactly("model");
    }

    private Path folder(String name, String content) throws IOException {
        Path folder = Files.createDirectory(root.resolve(name));
        Files.writeString(folder.resolve("file"), content);
        return folder;
    }
}
