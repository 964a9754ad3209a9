package org.counterpoint.data.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.NoSuchElementException;
import java.util.Properties;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Origin;
import org.jspecify.annotations.Nullable;

/** Rows of a Parquet file, streamed by DuckDB, each as the JSON object of its columns; a row's line is its number. */
final class ParquetRows implements RowReader {
    private final String name;
    private final long size;
    private final long count;
    private final Connection connection;
    private final ResultSet results;
    private long number;
    private @Nullable Row next;
    private boolean ended;

    private ParquetRows(Path file, String name, long count, Connection connection, ResultSet results)
            throws IOException {
        this.name = name;
        this.size = Files.size(file);
        this.count = count;
        this.connection = connection;
        this.results = results;
    }

    static ParquetRows open(Path file, String name) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        properties.setProperty("threads", "1");
        properties.setProperty("autoinstall_known_extensions", "false");
        Connection connection = null;
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:", properties);
            String table = "read_parquet(" + literal(file) + ")";
            long count = count(connection, table);
            if (count == 0) {
                throw new InputException(name + " has no rows.");
            }
            Statement statement = connection.createStatement();
            statement.closeOnCompletion();
            ResultSet results = statement.executeQuery("SELECT to_json(t)::VARCHAR FROM " + table + " t");
            return new ParquetRows(file, name, count, connection, results);
        } catch (SQLException e) {
            InputException fault = new InputException(name + " cannot be read as Parquet: it is none, or damaged.", e);
            close(connection, fault);
            throw fault;
        } catch (InputException e) {
            close(connection, e);
            throw e;
        }
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** The path as an SQL string in which DuckDB sees no wildcard. */
    private static String literal(Path file) {
        String path = file.toAbsolutePath().toString();
        return "'" + path.replaceAll("[\\[\\]*?]", "[$0]").replace("'", "''") + "'";
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            try {
                ended = !results.next();
                if (!ended) {
                    next = RowParser.parse(results.getString(1), new Origin(name, ++number));
                }
            } catch (SQLException e) {
                throw new InputException(
                        name + " cannot be read beyond row " + number
                                + "\nIt is damaged, or holds text that is not UTF-8; write it anew.",
                        e);
            }
        }
        return next != null;
    }

    @Override
    public Row next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        Row row = next;
        next = null;
        return row;
    }

    @Override
    public long position() {
        return (long) (size * ((double) number / count));
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void close() {
        try (connection) {
            results.close();
        } catch (SQLException e) {
            throw new IllegalStateException(name + " cannot be closed", e);
        }
    }

    private static void close(@Nullable Connection connection, InputException fault) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            fault.addSuppressed(e);
        }
    }
}
