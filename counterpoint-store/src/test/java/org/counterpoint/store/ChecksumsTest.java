package org.counterpoint.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksumsTest {
    /** Opens, and fails at its first byte, which is nobody's memory. */
    private static final Path UNREADABLE = Path.of("/proc/self/mem");

    @TempDir
    Path folder;

    @Test
    void aFilesHashIsThatOfItsBytes() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "abc".repeat(30_000));
        assertThat(Checksums.sha256(file)).isEqualTo(Checksums.hex("abc".repeat(30_000)));
    }

    @Test
    void aFailureWhileReadingNamesTheFile() {
        assumeThat(UNREADABLE).exists();
        assertThatThrownBy(() -> Checksums.sha256(UNREADABLE))
                .isInstanceOf(FileSystemException.class)
                .hasMessageStartingWith(UNREADABLE + ": ");
    }
}
