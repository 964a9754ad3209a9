package org.counterpoint.serve.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendedFileTest {
    @TempDir
    Path folder;

    private Path path = Path.of("");
    private AppendedFile file = new AppendedFile(path);
    private final List<String> lines = new ArrayList<>();
    private int begun;

    @BeforeEach
    void open() {
        path = folder.resolve("metrics.jsonl");
        file = new AppendedFile(path);
    }

    private List<String> read() throws IOException {
        lines.clear();
        file.read(() -> begun++, lines::add);
        return lines;
    }

    private void append(String text) throws IOException {
        Files.writeString(path, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void readsEachLineOnceAndWaitsForTheEndOfTheLast() throws IOException {
        assertThat(read()).isEmpty();
        append("one\ntw");
        assertThat(read()).containsExactly("one");
        append("o — ü\nthree\n");
        assertThat(read()).containsExactly("two — ü", "three");
        assertThat(read()).isEmpty();
        assertThat(begun).isZero();
    }

    @Test
    void beginsAnewWhereTheFileWasCutBackThoughItIsAsLongAgain() throws IOException {
        append("step 1\nstep 2\nstep 3\n");
        read();
        Files.writeString(path, "step 1\nstep 2\nstep B\nstep 4\n");
        assertThat(read()).containsExactly("step 1", "step 2", "step B", "step 4");
        assertThat(begun).isEqualTo(1);
        Files.writeString(path, "step 1\n");
        assertThat(read()).containsExactly("step 1");
        assertThat(begun).isEqualTo(2);
        Files.delete(path);
        assertThat(read()).isEmpty();
        assertThat(begun).isEqualTo(3);
    }

    @Test
    void leavesOutALineThatIsTooLong() throws IOException {
        append("one\n" + "x".repeat(2 * AppendedFile.MOST + 5) + "\ntwo\n");
        assertThat(read()).containsExactly("one", "two");
    }
}
