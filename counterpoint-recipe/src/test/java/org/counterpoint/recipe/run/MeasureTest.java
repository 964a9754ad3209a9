package org.counterpoint.recipe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.counterpoint.recipe.stage.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasureTest {
    private static final int ROWS = 3000;
    /** Two texts of 42 characters: ten tokens each, and six about each. */
    private static final int TOKENS_A_ROW = 32;

    @TempDir
    Path folder;

    private static List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add("{\"id\":\"%08d\",\"messages\":[{\"role\":\"user\",\"content\":\"%042d\"}],\"text\":\"%042d\"}"
                    .formatted(i, i, i));
        }
        return rows;
    }

    @Test
    void rowsAndTokensAreGuessedFromTheFirstRows() throws IOException {
        Path lines = Files.write(folder.resolve("a.jsonl"), rows());
        Path array = Files.writeString(folder.resolve("a.json"), "[" + String.join(",\n", rows()) + "]");
        for (Path file : List.of(lines, array)) {
            Size size = new Measure().of(file);
            assertThat(size.rows()).isCloseTo(ROWS, withPercentage(2));
            assertThat(size.tokens()).isCloseTo(ROWS * TOKENS_A_ROW, withPercentage(2));
        }
    }

    @Test
    void ofASmallFileAllIsCountedPackedOrNot() throws IOException {
        Path packed = folder.resolve("a.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(String.join("\n", rows().subList(0, 7)).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(new Measure().of(packed)).isEqualTo(Size.of(7, 7 * TOKENS_A_ROW));
    }

    @Test
    void aFoldersFilesAreCountedTogether() throws IOException {
        for (int part = 0; part < 3; part++) {
            Files.write(folder.resolve(part + ".jsonl"), rows());
        }
        assertThat(new Measure().of(folder).rows()).isCloseTo(3 * ROWS, withPercentage(2));
        assertThat(new Measure().of(Files.createDirectory(folder.resolve("none"))))
                .isEqualTo(Size.NONE);
    }

    @Test
    void answersAreCountedInWhateverFormTheyStand() throws IOException {
        String eight = "{\"prompt\":\"q\",\"responses\":[" + "{\"model\":\"m\",\"text\":\"a\"},".repeat(7)
                + "{\"model\":\"n\",\"text\":\"a\"}]}\n";
        Path groups = Files.writeString(folder.resolve("groups.jsonl"), eight.repeat(5));
        Path pairs = Files.writeString(
                folder.resolve("pairs.jsonl"), "{\"prompt\":\"q\",\"chosen\":\"a\",\"rejected\":\"b\"}\n");
        Size all = new Measure().of(groups);
        assertThat(List.of(all.rows(), all.prompts(), all.answers())).containsExactly(5L, 5L, 40L);
        assertThat(new Measure().of(pairs).answers()).isEqualTo(2);
        // Two more samples to each of the same prompts.
        Size together = all.plus(new Size(10, 5, 10, 100, 0, null));
        assertThat(List.of(together.prompts(), together.answers())).containsExactly(5L, 50L);
    }

    @Test
    void whatHasNoRowsHasNone() throws IOException {
        Path yaml = Files.writeString(folder.resolve("judge.json"), "name: mine\n");
        assertThat(new Measure().of(yaml).rows()).isZero();
        assertThat(new Measure().of(folder.resolve("nowhere.jsonl"))).isEqualTo(Size.NONE);
    }
}
