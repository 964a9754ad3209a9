package org.counterpoint.data.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsBesideTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void rows() throws IOException {
        file = folder.resolve("rows.jsonl");
        Files.write(
                file,
                List.of(
                        "{\"id\":\"a\",\"n\":1}",
                        "{\"id\":\"b\",\"n\":2}",
                        "no row",
                        "{\"id\":\"c\",\"n\":3}",
                        "{\"id\":\"d\",\"n\":4}"));
    }

    @Test
    void whatIsMissingCostsNothingThatComesAfterIt() {
        assertThat(asked("a", "missing", "b", "missing too", "d")).containsExactly(1, 0, 2, 0, 4);
        assertThat(asked("missing", "a", "b", "c", "d")).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void aPartOfTheRowsInAnyOrderIsFound() {
        assertThat(asked("b", "d")).containsExactly(2, 4);
        assertThat(asked("d", "a", "c", "nothing", "b")).containsExactly(4, 1, 3, 0, 2);
    }

    private List<Integer> asked(String... ids) {
        try (RowsBeside beside = new RowsBeside(file)) {
            return Stream.of(ids)
                    .map(beside::of)
                    .map(row -> row == null ? 0 : row.path("n").asInt(0))
                    .toList();
        }
    }
}
