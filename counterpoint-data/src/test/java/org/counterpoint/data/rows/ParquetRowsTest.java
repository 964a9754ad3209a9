package org.counterpoint.data.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.counterpoint.data.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetRowsTest {
    @TempDir
    Path folder;

    @Test
    void rowsComeInOrderWithTheirNumbers() throws SQLException {
        Path file = parquet(
                "[a]*'s.parquet",
                "SELECT i AS id, 'x' || chr(10) || 'é' AS instruction,"
                        + " [{'role': 'user', 'content': 'q' || i}] AS messages, NULL::VARCHAR AS input FROM range(5000) t(i)");
        try (RowReader rows = Rows.open(file)) {
            for (int i = 0; i < 5000; i++) {
                Row.Valid row = (Row.Valid) rows.next();
                assertThat(row.origin().line()).isEqualTo(i + 1);
                assertThat(row.json().path("messages").path(0).path("content").stringValue())
                        .isEqualTo("q" + i);
                assertThat(row.json().path("instruction").stringValue()).isEqualTo("x\né");
                assertThat(row.json().path("input").isNull()).isTrue();
            }
            assertThat(rows.hasNext()).isFalse();
            assertThat(rows.position()).isEqualTo(rows.size());
        }
    }

    @Test
    void aFileThatIsNoneOrHasNoRowsOrIsCutIsRefused() throws IOException, SQLException {
        Path text = Files.writeString(folder.resolve("text.parquet"), "{\"a\":1}\n".repeat(100));
        assertThatThrownBy(() -> Rows.open(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(text + " cannot be read as Parquet: ");
        Path none = parquet("none.parquet", "SELECT 1 AS a WHERE false");
        assertThatThrownBy(() -> Rows.open(none))
                .isInstanceOf(InputException.class)
                .hasMessage(none + " has no rows.");
        Path whole = parquet("whole.parquet", "SELECT i FROM range(1000) t(i)");
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> Rows.open(cut)).isInstanceOf(InputException.class);
        Path packed = Files.writeString(folder.resolve("a.parquet.gz"), "x");
        assertThatThrownBy(() -> Rows.open(packed))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("a Parquet file is compressed within; unpack this one first.");
    }

    private Path parquet(String name, String query) throws SQLException {
        Path plain = folder.resolve("plain.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + plain + "' (FORMAT parquet)");
            return Files.move(plain, folder.resolve(name));
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }
}
