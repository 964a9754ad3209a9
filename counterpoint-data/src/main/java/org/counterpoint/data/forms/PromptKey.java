package org.counterpoint.data.forms;

import org.counterpoint.data.Prompt;
import tools.jackson.databind.JsonNode;

/**
 * A prompt alone, under one key.
 *
 * @param key which one
 */
record PromptKey(String key) implements PromptAlone {
    @Override
    public String keys() {
        return "{" + key + "}";
    }

    @Override
    public boolean fits(JsonNode row) {
        return row.has(key);
    }

    @Override
    public Prompt prompt(JsonNode row) throws RowFault {
        return Asked.of(row, key);
    }
}
