package org.counterpoint.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {
    private static final IOException FULL = new IOException("No space left on device");

    @TempDir
    Path folder;

    @Test
    void aFullDiskIsToldWithTheFileAndApartFromAWrongPlace() {
        Path file = folder.resolve("out");
        IOException named = FileFailure.of(file, FULL);
        assertThat(named).hasMessage(file + ": No space left on device").hasCause(FULL);
        assertThat(FileFailure.of(folder, named)).isSameAs(named);
        assertThat(FileFailure.reason(named)).isEqualTo("No space left on device");
        assertThat(FileFailure.isFullDisk(FULL)).isTrue();
        assertThat(FileFailure.isFullDisk(named)).isTrue();
        assertThat(FileFailure.isFullDisk(new IOException("Permission denied"))).isFalse();
    }

    @Test
    void aFolderThatCannotBeFilledIsNamedAndLeavesNothing() {
        Path model = folder.resolve("model");
        assertThatThrownBy(() -> WholeFolder.create(model, 0, work -> {
                    Files.writeString(work.resolve("half"), "x");
                    throw FULL;
                }))
                .hasMessage(model + ": No space left on device");
        assertThat(folder).isEmptyDirectory();
    }
}
