package org.counterpoint.pairs.export;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.rows.RowsBeside;
import org.counterpoint.data.write.JsonForms;
import org.counterpoint.pairs.Origins;
import org.counterpoint.store.Checksums;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where the answers of groups came from, read beside them: {@code origins.jsonl} of {@code pairs} has its lines in the
 * groups' order. An answer that is not found there, or whose text is another now, comes from the data themselves.
 */
final class Lineage implements Closeable {
    private final @Nullable RowsBeside lines;
    private Map<String, JsonNode> current = Map.of();
    private long unknown;

    /** @param file of {@code pairs}; null where there is none */
    Lineage(@Nullable Path file) {
        this.lines = file == null ? null : new RowsBeside(file);
    }

    /** Makes the group's line the current one. */
    void seek(ResponseGroup group) {
        Map<String, JsonNode> known = new HashMap<>();
        ObjectNode line = lines == null ? null : lines.of(group.id());
        if (line != null) {
            line.path("origins")
                    .forEach(each -> known.putIfAbsent(
                            key(
                                    each.path("model").asString(""),
                                    each.path("sha256").asString("")),
                            each));
        }
        current = known;
    }

    /** {@code {model, file, line, element?, sha256}} of a response of the current group. */
    ObjectNode of(Response response) {
        String hash = Checksums.hex(response.text());
        JsonNode known = current.get(key(response.model(), hash));
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("model", response.model());
        if (known != null) {
            JsonForms.place(json, Origins.read(known));
        } else {
            unknown += lines == null ? 0 : 1;
            JsonForms.place(json, response.origin());
        }
        return json.put("sha256", hash);
    }

    /** A model may have several answers in a group: its text tells which one it is. */
    private static String key(String model, String hash) {
        return hash + " " + model;
    }

    /** How many answers were not in the file of lineage; 0 where there is no file. */
    long unknown() {
        return unknown;
    }

    @Override
    public void close() {
        if (lines != null) {
            lines.close();
        }
    }
}
