package org.counterpoint.engine.text;

import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.counterpoint.engine.ModelException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The ids at which generation stops. */
final class EndTokens {
    private EndTokens() {}

    /** Those of generation_config.json and config.json (one id, a list, or none) and the tokenizer's own. */
    static SortedSet<Integer> read(Path folder, @Nullable Integer tokenizerEos) {
        SortedSet<Integer> ids = new TreeSet<>();
        for (String name : new String[] {"generation_config.json", "config.json"}) {
            Path file = folder.resolve(name);
            JsonNode value = JsonFiles.objectOrEmpty(file).get("eos_token_id");
            if (value == null || value.isNull()) {
                continue;
            }
            if (value.isArray()) {
                value.forEach(id -> ids.add(id(id, file)));
            } else {
                ids.add(id(value, file));
            }
        }
        if (tokenizerEos != null) {
            ids.add(tokenizerEos);
        }
        return Collections.unmodifiableSortedSet(ids);
    }

    private static int id(JsonNode node, Path file) {
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0) {
            throw new ModelException(
                    "\"eos_token_id\" must be a token id or a list of them, not " + node + "\n  in " + file);
        }
        return node.intValue();
    }
}
