package org.counterpoint.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    @TempDir
    Path folder;

    @Test
    void isHeldOnceAtATimeAndLeavesNoFileOpenWhereItIsNotHad() throws IOException {
        try (FolderLock lock = FolderLock.take(folder).orElseThrow()) {
            assertThat(lock).isNotNull();
            long open = open();
            assertThat(FolderLock.take(folder)).isEmpty();
            assertThat(open()).isEqualTo(open);
        }
        FolderLock.take(folder).orElseThrow().close();
    }

    @Test
    void saysWhichProcessHoldsIt() throws Exception {
        assertThat(FolderLock.holder(folder)).isEmpty();
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holding.class.getName(),
                        folder.toString())
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("held");
            assertThat(FolderLock.take(folder)).isEmpty();
            assertThat(FolderLock.holder(folder))
                    .hasValueSatisfying(holder -> assertThat(holder.pid()).isEqualTo(other.pid()));
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(FolderLock.holder(folder)).isEmpty();
    }

    @Test
    void believesNoNumberOfAProcessThatDoesNotHaveTheFileOpen() throws IOException {
        Files.writeString(
                folder.resolve(FolderLock.FILE), ProcessHandle.current().pid() + "\n");
        assertThat(FolderLock.holder(folder)).isEmpty();
        Files.writeString(folder.resolve(FolderLock.FILE), "1".repeat(1000));
        assertThat(FolderLock.holder(folder)).isEmpty();
    }

    /** Another process, which holds a folder until it is killed. */
    static final class Holding {
        public static void main(String[] args) throws Exception {
            try (FolderLock lock = FolderLock.take(Path.of(args[0])).orElseThrow()) {
                System.out.println("held");
                Thread.sleep(60_000);
                assertThat(lock).isNotNull();
            }
        }
    }

    private long open() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(file -> {
                        try {
                            return Files.readSymbolicLink(file).endsWith(FolderLock.FILE);
                        } catch (IOException e) {
                            return false; // closed meanwhile
                        }
                    })
                    .count();
        }
    }
}
