package org.counterpoint.recipe.lineage;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.counterpoint.data.rows.RowsBeside;
import org.counterpoint.pairs.Origins;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where a group's answers were read, as {@code pairs} wrote it beside the groups. */
final class OriginRows implements Closeable {
    private final @Nullable RowsBeside rows;

    /** @param file null for no origins at all */
    OriginRows(@Nullable Path file) {
        this.rows = file == null ? null : new RowsBeside(file);
    }

    /** {@code file:line}, in an array with the element, by model; empty where the group is not known. */
    Map<String, String> of(String id) {
        Map<String, String> found = new LinkedHashMap<>();
        JsonNode row = rows == null ? null : rows.of(id);
        if (row != null) {
            for (JsonNode origin : row.path("origins")) {
                found.put(
                        origin.path("model").asString(""), Origins.read(origin).toString());
            }
        }
        return found;
    }

    @Override
    public void close() {
        if (rows != null) {
            rows.close();
        }
    }
}
