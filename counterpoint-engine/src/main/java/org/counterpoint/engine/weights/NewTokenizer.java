package org.counterpoint.engine.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.arch.Architecture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tokenizer files of a new model, checked against its vocabulary. */
final class NewTokenizer {
    private NewTokenizer() {}

    /**
     * The files by name. From a folder all tokenizer and template files are taken; beside a single
     * {@code tokenizer.json} the config that makes transformers take it as it stands is written, with the
     * names of the special tokens that {@code config.json} numbers.
     */
    static Map<String, byte[]> read(Path tokenizer, Path config, Architecture parsed) throws IOException {
        boolean folder = Files.isDirectory(tokenizer);
        Path file = folder ? tokenizer.resolve(SideFiles.TOKENIZER) : tokenizer;
        JsonObject json = JsonObject.read(file);
        Map<Integer, String> tokens = tokens(json);
        int largest = tokens.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
        if (largest >= parsed.vocabulary().size()) {
            throw new ModelException(file + " has the token " + tokens.get(largest) + " with id " + largest + ", but "
                    + config + " has `vocab_size` " + parsed.vocabulary().size() + ": it must be at least "
                    + (largest + 1));
        }
        if (folder) {
            Map<String, byte[]> files = SideFiles.read(tokenizer);
            files.remove(SideFiles.GENERATION);
            return files;
        }
        Map<String, byte[]> files = new TreeMap<>();
        files.put(SideFiles.TOKENIZER, Files.readAllBytes(file));
        files.put(SideFiles.TOKENIZER_CONFIG, JsonObject.pretty(config(JsonObject.read(config), tokens)));
        return files;
    }

    private static ObjectNode config(JsonObject model, Map<Integer, String> tokens) {
        ObjectNode config = JsonObject.MAPPER.createObjectNode().put("tokenizer_class", "PreTrainedTokenizerFast");
        for (String role : List.of("bos", "eos", "pad", "unk")) {
            JsonNode id = model.node().path(role + "_token_id");
            String token = id.isInt() ? tokens.get(id.intValue()) : null;
            if (token != null) {
                config.put(role + "_token", token);
            }
        }
        return config;
    }

    private static Map<Integer, String> tokens(JsonObject json) {
        Map<Integer, String> tokens = new LinkedHashMap<>();
        JsonNode vocabulary = json.object("model")
                .map(model -> model.node().path("vocab"))
                .orElseThrow(() -> new ModelException(json.file() + " has no `model`: a tokenizer.json is needed"));
        if (vocabulary instanceof ObjectNode byName) {
            for (Map.Entry<String, JsonNode> entry : byName.properties()) {
                add(json, tokens, entry.getKey(), entry.getValue());
            }
        } else {
            int id = 0;
            for (JsonNode piece : vocabulary) {
                tokens.put(id++, piece.path(0).asString(""));
            }
        }
        for (JsonNode added : json.node().path("added_tokens")) {
            add(json, tokens, added.path("content").asString(""), added.path("id"));
        }
        if (tokens.isEmpty()) {
            throw new ModelException(json.file() + " has no vocabulary: a tokenizer.json is needed");
        }
        return tokens;
    }

    private static void add(JsonObject json, Map<Integer, String> tokens, String token, JsonNode id) {
        if (!id.isInt() || id.intValue() < 0) {
            throw new ModelException(
                    json.file() + ": token " + token + " has the id " + id + ": a whole number from 0 is needed");
        }
        tokens.put(id.intValue(), token);
    }
}
