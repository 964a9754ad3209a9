package org.counterpoint.app.lineage;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Origins by a group's id, read along with groups in the same order, so that memory does not grow with them. */
final class OriginRows implements Closeable {
    private final @Nullable Path file;
    private @Nullable BufferedReader reader;

    private OriginRows(@Nullable Path file) throws IOException {
        this.file = file;
        this.reader = file == null ? null : Files.newBufferedReader(file);
    }

    /** @param file null for no origins at all */
    static OriginRows open(@Nullable Path file) throws IOException {
        return new OriginRows(file);
    }

    /** {@code file:line} by model; empty where the id is not found from here on, nor from the beginning. */
    Map<String, String> of(String id) {
        try {
            Map<String, String> found = from(id);
            if (found.isEmpty() && file != null && reader != null) {
                reader.close();
                reader = Files.newBufferedReader(file);
                found = from(id);
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Map<String, String> from(String id) throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        for (String line = reader == null ? null : reader.readLine();
                line != null && reader != null;
                line = reader.readLine()) {
            JsonNode row = row(line);
            if (row.path("id").asString("").equals(id)) {
                for (JsonNode origin : row.path("origins")) {
                    found.put(
                            origin.path("model").asString(""),
                            origin.path("file").asString("") + ":"
                                    + origin.path("line").asLong(0));
                }
                return found;
            }
        }
        return found;
    }

    private static JsonNode row(String line) {
        try {
            return JsonMapper.shared().readTree(line);
        } catch (JacksonException e) {
            return JsonMapper.shared().missingNode(); // a damaged line tells nothing
        }
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }
}
