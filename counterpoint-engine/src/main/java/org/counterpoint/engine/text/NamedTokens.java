package org.counterpoint.engine.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.counterpoint.engine.ModelException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The tokens that the files beside tokenizer.json name, in the order in which transformers 5.23 adds those that
 * tokenizer.json lacks: {@code added_tokens_decoder} of tokenizer_config.json (or, where it has none,
 * added_tokens.json) by id, then the named special tokens, then the extra ones. special_tokens_map.json is read only
 * where there is no {@code added_tokens_decoder}.
 */
final class NamedTokens {

    private static final String DECODER = "added_tokens_decoder";
    private static final String EXTRA = "extra_special_tokens";
    private static final String ADDITIONAL = "additional_special_tokens";

    private final Path folder;
    private final JsonNode config;
    private final JsonNode map;
    private final Map<String, AddedToken> byContent = new LinkedHashMap<>();

    private NamedTokens(Path folder) {
        this.folder = folder;
        this.config = JsonFiles.objectOrEmpty(folder.resolve("tokenizer_config.json"));
        this.map = JsonFiles.objectOrEmpty(folder.resolve("special_tokens_map.json"));
    }

    /** @throws ModelException where one of the files holds something else in a token's place */
    static List<AddedToken> read(Path folder) {
        return new NamedTokens(folder).read();
    }

    private List<AddedToken> read() {
        boolean legacy = !config.path(DECODER).isObject();
        byId(legacy).values().forEach(token -> byContent.putIfAbsent(token.content(), token));
        Map<String, AddedToken> named = named(legacy);
        for (AddedToken token : named.values()) {
            byContent.merge(token.content(), token, (there, again) -> there.special() ? there : there.asSpecial());
        }
        extra(legacy).forEach(token -> byContent.putIfAbsent(token.content(), token));
        return List.copyOf(byContent.values());
    }

    private Map<Integer, AddedToken> byId(boolean legacy) {
        Path file = folder.resolve(legacy ? "added_tokens.json" : "tokenizer_config.json");
        JsonNode tokens = legacy ? JsonFiles.objectOrEmpty(file) : config.path(DECODER);
        Set<String> special = legacy ? Set.copyOf(contents(named(true), extra(true))) : Set.of();
        Map<Integer, AddedToken> byId = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : tokens.properties()) {
            if (legacy) {
                byId.put(
                        id(entry.getValue().asString(""), file),
                        AddedToken.of(entry.getKey(), special.contains(entry.getKey())));
            } else {
                byId.put(
                        id(entry.getKey(), file), token(entry.getValue(), DECODER + "." + entry.getKey(), file, false));
            }
        }
        return byId;
    }

    private static List<String> contents(Map<String, AddedToken> named, List<AddedToken> extra) {
        List<String> contents = new ArrayList<>();
        named.values().forEach(token -> contents.add(token.content()));
        extra.forEach(token -> contents.add(token.content()));
        return contents;
    }

    private static int id(String text, Path file) {
        try {
            int id = Integer.parseInt(text);
            if (id >= 0) {
                return id;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a negative one.
        }
        throw new ModelException("a token's id must be a whole number from 0, not \"" + text + "\"\n  in " + file);
    }

    /** The special tokens that have a name, {@code bos_token} and the like first, then a model's own. */
    private Map<String, AddedToken> named(boolean legacy) {
        Map<String, AddedToken> named = new LinkedHashMap<>();
        SpecialTokens.NAMES.forEach(name -> putNamed(named, name, legacy));
        for (JsonNode source : legacy ? new JsonNode[] {config, map} : new JsonNode[] {config}) {
            for (String name : source.propertyNames()) {
                if (name.endsWith("_token") && (source.path(name).isString() || source == map)) {
                    putNamed(named, name, legacy);
                }
            }
        }
        JsonNode extra = config.path(EXTRA);
        if (extra.isObject()) {
            extra.properties()
                    .forEach(entry -> named.putIfAbsent(
                            entry.getKey(), token(entry.getValue(), EXTRA + "." + entry.getKey(), folder, true)));
        }
        return named;
    }

    private void putNamed(Map<String, AddedToken> named, String name, boolean legacy) {
        boolean inMap = legacy && map.hasNonNull(name);
        JsonNode node = inMap ? map.path(name) : config.path(name);
        if (node.isString() || node.isObject()) {
            named.putIfAbsent(name, token(node, name, folder, true).asSpecial());
        }
    }

    private List<AddedToken> extra(boolean legacy) {
        List<AddedToken> tokens = new ArrayList<>();
        JsonNode listed = list(config, EXTRA) != null ? list(config, EXTRA) : list(config, ADDITIONAL);
        if (listed == null && legacy && !config.path(EXTRA).isObject()) {
            listed = list(map, EXTRA) != null ? list(map, EXTRA) : list(map, ADDITIONAL);
        }
        if (listed != null) {
            listed.forEach(node -> tokens.add(token(node, EXTRA, folder, true)));
        }
        return tokens;
    }

    /** Null where there is no list or an empty one. */
    private static @Nullable JsonNode list(JsonNode source, String name) {
        JsonNode value = source.path(name);
        return value.isArray() && !value.isEmpty() ? value : null;
    }

    private static AddedToken token(JsonNode node, String name, Path file, boolean special) {
        String content = JsonFiles.token(node, name, file);
        if (content == null || content.isEmpty()) {
            throw new ModelException("\"" + name + "\" must be a token's text, not " + node + "\n  in " + file);
        }
        return node.isObject() ? AddedToken.of(content, node, special) : AddedToken.of(content, special);
    }
}
