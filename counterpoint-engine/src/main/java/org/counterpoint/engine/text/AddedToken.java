package org.counterpoint.engine.text;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A token that is found in a text before the vocabulary cuts it, as the tokenizers library has it.
 *
 * @param singleWord whether it must stand by itself
 * @param leftStrip whether the white space before it goes with it
 * @param rightStrip whether the white space behind it goes with it
 * @param normalized whether it is looked for in the normalised text
 * @param special whether decoding leaves it out
 */
record AddedToken(
        String content,
        boolean singleWord,
        boolean leftStrip,
        boolean rightStrip,
        boolean normalized,
        boolean special) {

    /** One of which only the text is known. */
    static AddedToken of(String content, boolean special) {
        return new AddedToken(content, false, false, false, !special, special);
    }

    /** From an object as transformers writes it. */
    static AddedToken of(String content, JsonNode fields, boolean special) {
        boolean isSpecial = fields.path("special").asBoolean(special);
        return new AddedToken(
                content,
                fields.path("single_word").asBoolean(false),
                fields.path("lstrip").asBoolean(false),
                fields.path("rstrip").asBoolean(false),
                fields.path("normalized").asBoolean(!isSpecial),
                isSpecial);
    }

    AddedToken asSpecial() {
        return new AddedToken(content, singleWord, leftStrip, rightStrip, normalized, true);
    }

    /** As an element of {@code added_tokens} in tokenizer.json. */
    ObjectNode toJson(int id) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("content", content)
                .put("single_word", singleWord)
                .put("lstrip", leftStrip)
                .put("rstrip", rightStrip)
                .put("normalized", normalized)
                .put("special", special);
    }
}
