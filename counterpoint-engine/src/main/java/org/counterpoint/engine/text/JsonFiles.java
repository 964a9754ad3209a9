package org.counterpoint.engine.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.counterpoint.engine.JsonText;
import org.counterpoint.engine.ModelException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads the small JSON files of a model folder. */
final class JsonFiles {
    private static final long LARGEST = 64L << 20;

    private JsonFiles() {}

    /** The object in a file; an empty one where there is no such file. */
    static JsonNode objectOrEmpty(Path file) {
        if (!Files.isRegularFile(file)) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            if (Files.size(file) > LARGEST) {
                throw new ModelException(file + " is larger than 64 MiB: not a file of settings");
            }
            return JsonText.object(file, Files.readAllBytes(file));
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
