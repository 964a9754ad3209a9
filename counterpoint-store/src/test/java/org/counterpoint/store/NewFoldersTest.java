package org.counterpoint.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFoldersTest {
    @TempDir
    Path folder;

    @Test
    void whatStayedEmptyGoesAndWhatWasThereStays() throws IOException {
        Path there = Files.createDirectory(folder.resolve("there"));
        NewFolders made = NewFolders.make(there.resolve("a/b/c"));
        assertThat(made.made()).hasSize(3);
        made.removeEmpty();
        assertThat(there).isEmptyDirectory();
        NewFolders.make(there).removeEmpty();
        assertThat(there).exists();
    }

    @Test
    void whereSomethingLiesNothingAboveItGoes() throws IOException {
        NewFolders made = NewFolders.make(folder.resolve("a/b/c"));
        Files.writeString(folder.resolve("a/b/kept"), "");
        made.removeEmpty();
        assertThat(folder.resolve("a/b")).isDirectoryContaining(file -> file.endsWith("kept"));
        assertThat(folder.resolve("a/b/c")).doesNotExist();
    }

    @Test
    void whatCannotBeMadeWholeIsNotMade() throws IOException {
        Path tooLong = folder.resolve("a/b/" + "c".repeat(300));
        assertThatThrownBy(() -> NewFolders.make(tooLong)).isInstanceOf(IOException.class);
        assertThat(folder).isEmptyDirectory();
    }
}
