package org.counterpoint.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashMemoryTest {
    private static final int LARGE = (int) HashMemory.LEAST;

    @TempDir
    private Path folder;

    private Path memory;
    private Path file;
    private int read;

    @BeforeEach
    void aLargeFile() throws IOException {
        memory = folder.resolve("memory");
        file = folder.resolve("file");
        Files.write(file, new byte[LARGE]);
    }

    /** What a new process has of the file. */
    private String hash(String kind) throws IOException {
        return hash(kind, settled());
    }

    private String hash(String kind, HashMemory.State state) throws IOException {
        return new HashMemory(memory).of(kind, state, () -> {
            read++;
            return Checksums.sha256(file);
        });
    }

    /** As seconds later: what was just written may be written again within the same tick of the disk's clock. */
    private HashMemory.State settled() throws IOException {
        return HashMemory.state(List.of(file), Instant.now().plusSeconds(5));
    }

    @Test
    void aSettledFileIsReadOnceForEachKind() throws Exception {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("unix");
        String hash = hash("one");
        assertThat(hash("one")).isEqualTo(hash).isEqualTo(Checksums.sha256(file));
        assertThat(read).isEqualTo(1);
        hash("another");
        assertThat(read).isEqualTo(2);
        try (Stream<Path> kept = Files.list(memory)) {
            assertThat(kept).hasSize(2).allSatisfy(entry -> assertThat(entry).hasContent(hash));
        }
    }

    @Test
    void whatWasJustWrittenIsReadAgain() throws IOException {
        hash("one", HashMemory.state(List.of(file)));
        hash("one", HashMemory.state(List.of(file)));
        assertThat(read).isEqualTo(2);
        assertThat(memory).doesNotExist();
    }

    @Test
    void anotherContentWithTheOldLengthAndTimeIsRead() throws Exception {
        String before = hash("one");
        FileTime modified = Files.getLastModifiedTime(file);
        Thread.sleep(50); // longer than such a tick
        byte[] other = new byte[LARGE];
        Arrays.fill(other, (byte) 1);
        Files.write(file, other);
        Files.setLastModifiedTime(file, modified);
        assertThat(hash("one")).isNotEqualTo(before).isEqualTo(Checksums.sha256(file));
    }

    @Test
    void aFileThatIsChangedWhileItIsReadIsNotKept() throws Exception {
        HashMemory.State state = settled();
        String stale = new HashMemory(memory).of("one", state, () -> {
            String hash = Checksums.sha256(file);
            Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
            return hash;
        });
        assertThat(memory).doesNotExist();
        assertThat(hash("one")).isNotEqualTo(stale);
    }

    @Test
    void aFileThatChangedSinceItWasOpenedIsReadAsItIsOpen() throws Exception {
        HashMemory.State state = settled();
        hash("one");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        String open = "0".repeat(64);
        assertThat(new HashMemory(memory).of("one", state, () -> open)).isEqualTo(open);
    }

    @Test
    void whatIsOpenIsReadWhenItsFileIsGone() throws Exception {
        HashMemory.State state = settled();
        Files.delete(file);
        String open = "0".repeat(64);
        assertThat(new HashMemory(memory).of("one", state, () -> open)).isEqualTo(open);
    }

    @Test
    void smallFilesAreRead() throws Exception {
        Files.write(file, new byte[100]);
        hash("one");
        hash("one");
        assertThat(read).isEqualTo(2);
    }

    @Test
    void whatIsNoHashIsNotBelieved() throws Exception {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("unix");
        String hash = hash("one");
        try (Stream<Path> kept = Files.list(memory)) {
            for (Path entry : kept.toList()) {
                Files.writeString(entry, "no hash");
            }
        }
        assertThat(hash("one")).isEqualTo(hash);
        assertThat(read).isEqualTo(2);
    }

    @Test
    void aMemoryThatCannotBeWrittenIsDoneWithout() throws Exception {
        Files.writeString(memory, "a file");
        assertThat(hash("one")).isEqualTo(Checksums.sha256(file));
        assertThat(memory).hasContent("a file");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        file = folder.resolve("gone");
        assertThatThrownBy(() -> hash("one"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("gone");
    }
}
