package org.counterpoint.serve.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Small JSON files of a run. */
final class RunJson {
    /** The file that says what a run does, of training and of recipes. */
    static final String FILE = "run.json";

    static final String METRICS = "metrics.jsonl";

    private static final int LARGEST = 16 << 20;

    private RunJson() {}

    /** A missing node where the file is not there, is being replaced, is too large or is no JSON. */
    static JsonNode read(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LARGEST
                    ? JsonMapper.shared().readTree(Files.readAllBytes(file))
                    : JsonMapper.shared().missingNode();
        } catch (IOException | JacksonException e) {
            return JsonMapper.shared().missingNode();
        }
    }

    static boolean isRecipe(JsonNode run) {
        return run.path("tasks").isArray();
    }

    static boolean isTraining(JsonNode run) {
        return run.path("method").isString();
    }
}
