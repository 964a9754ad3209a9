package org.counterpoint.engine.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.counterpoint.engine.ModelException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the small JSON files of a model folder. */
final class JsonFiles {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final long LARGEST = 64L << 20;

    private JsonFiles() {}

    /** The object in a file; an empty one where there is no such file. */
    static JsonNode objectOrEmpty(Path file) {
        if (!Files.isRegularFile(file)) {
            return MAPPER.createObjectNode();
        }
        try {
            if (Files.size(file) > LARGEST) {
                throw new ModelException(file + " is larger than 64 MiB: not a file of settings");
            }
            JsonNode node = MAPPER.readTree(Files.readAllBytes(file));
            if (!node.isObject()) {
                throw new ModelException("a JSON object is expected\n  in " + file);
            }
            return node;
        } catch (JacksonException e) {
            throw new ModelException("not valid JSON: " + e.getOriginalMessage() + "\n  in " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A token as these files write it: a string, or an object with {@code content}; null where absent or null. */
    static @Nullable String token(@Nullable JsonNode node, String name, Path file) {
        if (node == null || node.isNull()) {
            return null;
        }
        JsonNode content = node.isObject() ? node.get("content") : node;
        if (content == null || !content.isString()) {
            throw new ModelException("\"" + name + "\" must be a string or an object with \"content\"\n  in " + file);
        }
        return content.stringValue();
    }
}
