package org.counterpoint.eval.judge.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** {@code summary.json}. */
final class JudgeSummaryFile {
    private static final JsonMapper JSON = JsonMapper.shared();

    private JudgeSummaryFile() {}

    static void write(Path file, Map<String, Object> summary) {
        try {
            Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(summary) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e, e);
        }
    }
}
