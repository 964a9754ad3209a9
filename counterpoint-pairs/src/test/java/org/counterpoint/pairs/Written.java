package org.counterpoint.pairs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a job wrote, by other means than the readers under test. */
final class Written {
    private Written() {}

    static List<JsonNode> lines(Path file) throws IOException {
        String text = Files.readString(file);
        return text.isEmpty()
                ? List.of()
                : List.of(text.split("\n")).stream()
                        .map(JsonMapper.shared()::readTree)
                        .toList();
    }

    static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }
}
