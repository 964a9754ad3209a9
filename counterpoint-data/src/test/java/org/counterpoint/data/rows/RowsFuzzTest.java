package org.counterpoint.data.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Reasons;

/**
 * Any bytes give rows, broken rows or an {@link InputException}, nothing else. Run with {@code JAZZER_FUZZ=1} to look
 * for inputs beyond those kept.
 */
class RowsFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void jsonLines(byte[] bytes) throws IOException {
        check(bytes, ".jsonl");
    }

    @FuzzTest(maxDuration = "2m")
    void jsonArray(byte[] bytes) throws IOException {
        check(bytes, ".json");
    }

    @FuzzTest(maxDuration = "2m")
    void gzip(byte[] bytes) throws IOException {
        check(bytes, ".jsonl.gz");
    }

    @FuzzTest(maxDuration = "2m")
    void zstd(byte[] bytes) throws IOException {
        check(bytes, ".jsonl.zst");
    }

    private static void check(byte[] bytes, String suffix) throws IOException {
        Path file = Files.createTempFile("rows", suffix);
        try {
            Files.write(file, bytes);
            readTwice(file);
        } finally {
            Files.delete(file);
        }
    }

    private static void readTwice(Path file) {
        List<Row> rows = new ArrayList<>();
        try (RowReader reader = Rows.open(file)) {
            reader.forEachRemaining(rows::add);
        } catch (InputException e) {
            assertThat(e).hasMessageContaining(file.toString());
            return;
        }
        long line = 0;
        for (Row row : rows) {
            assertThat(row.origin().line()).isGreaterThanOrEqualTo(Math.max(1, line));
            line = row.origin().line();
            if (row instanceof Row.Valid valid) {
                assertThat(valid.written().get()).doesNotContain("\n");
                assertThat(RowParser.parse(valid.written().get(), valid.origin()))
                        .isInstanceOfSatisfying(Row.Valid.class, again -> assertThat(again.json())
                                .isEqualTo(valid.json()));
            } else if (row instanceof Row.Broken broken) {
                assertThat(broken.reason())
                        .isIn(Reasons.BAD_JSON, Reasons.BAD_ENCODING, Reasons.WRONG_TYPE, Reasons.TRUNCATED_FILE);
                assertThat(broken.detail()).isNotBlank();
            }
        }
    }
}
