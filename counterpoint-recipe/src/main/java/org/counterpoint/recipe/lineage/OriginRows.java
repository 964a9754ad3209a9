package org.counterpoint.recipe.lineage;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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

    /** One of a group's answers. */
    record Writer(String model, int sample) {}

    /**
     * {@code file:line}, in an array with the element; empty where the group is not known, and without those answers of which
     * an older version did not say which of their model's samples they are.
     */
    Map<Writer, String> of(String id) {
        Map<Writer, String> found = new LinkedHashMap<>();
        Set<Writer> unsure = new HashSet<>();
        JsonNode row = rows == null ? null : rows.of(id);
        if (row != null) {
            for (JsonNode origin : row.path("origins")) {
                Writer writer = new Writer(
                        origin.path("model").asString(""), origin.path("sample").asInt(0));
                if (found.put(writer, Origins.read(origin).toString()) != null) {
                    unsure.add(writer);
                }
            }
        }
        found.keySet().removeAll(unsure);
        return found;
    }

    @Override
    public void close() {
        if (rows != null) {
            rows.close();
        }
    }
}
