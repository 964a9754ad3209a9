package org.counterpoint.engine.weights.gguf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The vocabulary of a GGUF file.
 *
 * @param texts by id
 * @param kinds by id
 * @param ids of all but the unused ones
 */
record Tokens(List<String> texts, List<TokenKind> kinds, Map<String, Integer> ids) {
    private static final String KEY = "tokenizer.ggml.tokens";

    static Tokens read(Metadata metadata) {
        List<String> texts = metadata.texts(KEY)
                .orElseThrow(() -> metadata.fault(KEY, "is missing: the file holds no tokenizer, which a model needs"));
        Optional<MetadataValue.Numbers> types = metadata.numbers("tokenizer.ggml.token_type");
        if (types.isPresent() && types.get().size() != texts.size()) {
            throw metadata.fault(
                    "tokenizer.ggml.token_type",
                    "has " + types.get().size() + " entries for " + texts.size() + " tokens: the file is damaged");
        }
        List<TokenKind> kinds = new ArrayList<>();
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < texts.size(); id++) {
            int at = id;
            TokenKind kind =
                    types.map(numbers -> TokenKind.of((int) numbers.at(at))).orElse(TokenKind.NORMAL);
            kinds.add(kind);
            Integer before = kind == TokenKind.UNUSED ? null : ids.put(texts.get(id), id);
            if (before != null) {
                throw metadata.fault(
                        KEY,
                        "holds " + texts.get(id) + " twice, as " + before + " and " + id + ": a tokenizer.json cannot");
            }
        }
        return new Tokens(List.copyOf(texts), List.copyOf(kinds), ids);
    }

    int size() {
        return texts.size();
    }

    /** The token that a key numbers. */
    Optional<Integer> id(Metadata metadata, String key) {
        Optional<Integer> id = metadata.whole(key);
        if (id.orElse(0) >= size()) {
            throw metadata.fault(key, "is " + id.orElse(0) + ", there are " + size() + " tokens");
        }
        return id;
    }
}
