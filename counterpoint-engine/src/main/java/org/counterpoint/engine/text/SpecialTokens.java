package org.counterpoint.engine.text;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The tokenizer's named special tokens ({@code bos_token}, {@code eos_token}, ...), which a template sees
 * as variables of these names.
 *
 * @param byName name to text; a name that the model does not set is absent
 */
record SpecialTokens(Map<String, String> byName) {
    /** In transformers' order. */
    static final List<String> NAMES =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    /** From tokenizer_config.json and, for names that it does not set, special_tokens_map.json. */
    static SpecialTokens read(Path folder) {
        Path config = folder.resolve("tokenizer_config.json");
        Path map = folder.resolve("special_tokens_map.json");
        JsonNode first = JsonFiles.objectOrEmpty(config);
        JsonNode second = JsonFiles.objectOrEmpty(map);
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String name : NAMES) {
            String token = JsonFiles.token(first.get(name), name, config);
            if (token == null && !first.has(name)) {
                token = JsonFiles.token(second.get(name), name, map);
            }
            if (token != null) {
                tokens.put(name, token);
            }
        }
        return new SpecialTokens(tokens);
    }

    @Nullable
    String eos() {
        return byName.get("eos_token");
    }
}
