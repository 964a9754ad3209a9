package org.counterpoint.pairs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code summary.json} of an output folder. */
public final class SummaryFile {
    private SummaryFile() {}

    /** Writes it. */
    public static void write(Path folder, ObjectNode summary) {
        Path file = folder.resolve("summary.json");
        try {
            String text = JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(summary);
            Files.writeString(file, text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
