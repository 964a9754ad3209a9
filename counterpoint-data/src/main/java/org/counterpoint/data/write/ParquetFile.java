package org.counterpoint.data.write;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** JSON Lines to a Parquet file, by DuckDB. */
public final class ParquetFile {
    /** As long as a row may be that is read anywhere here. */
    private static final long LONGEST_ROW = 128L << 20;

    private ParquetFile() {}

    /**
     * Converts a file, rows in their order.
     *
     * @param rows JSON Lines
     * @param columns DuckDB's types by the columns' names, in order
     */
    public static void convert(Path rows, Map<String, String> columns, Path parquet) {
        String types = columns.entrySet().stream()
                .map(column -> literal(column.getKey()) + ": " + literal(column.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        Properties properties = new Properties();
        properties.setProperty("threads", "1");
        properties.setProperty("autoinstall_known_extensions", "false");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT * FROM read_json(" + path(rows)
                    + ", format = 'newline_delimited', maximum_object_size = " + LONGEST_ROW + ", columns = " + types
                    + ")) TO " + literal(parquet.toAbsolutePath().toString())
                    + " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 10000)");
        } catch (SQLException e) {
            throw new IllegalStateException(parquet + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** The path as an SQL string in which DuckDB sees no wildcard. */
    private static String path(Path file) {
        return literal(file.toAbsolutePath().toString().replaceAll("[\\[\\]*?]", "[$0]"));
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
