package org.counterpoint.answer.generate;

import java.io.Closeable;
import java.nio.file.Path;
import org.counterpoint.data.write.JsonLines;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Rows as JSON Lines, or as one array where the file's name ends in {@code .json}. */
public final class RowFile implements Closeable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonLines lines;
    private final boolean array;
    private String held = "";

    public RowFile(Path file) {
        this.lines = new JsonLines(file);
        this.array = file.toString().endsWith(".json");
    }

    public void write(ObjectNode row) {
        if (!array) {
            lines.write(row);
            return;
        }
        // A row is written when the next one is known to follow, and so a comma.
        lines.write(held.isEmpty() ? "[" : held + ",");
        held = JSON.writeValueAsString(row);
    }

    @Override
    public void close() {
        try (lines) {
            if (array) {
                lines.write(held.isEmpty() ? "[]" : held + "]");
            }
        }
    }
}
