package org.counterpoint.engine.weights.gguf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.counterpoint.engine.JsonObject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@code tokenizer.json} from a GGUF file's metadata: byte-level BPE (there {@code gpt2}), or SentencePiece's BPE with
 * bytes for unknown characters ({@code llama}).
 */
final class ImportedTokenizer {
    private static final String SPACE = "\u2581";
    private static final String MODEL = "tokenizer.ggml.model";
    private static final String PRE = "tokenizer.ggml.pre";
    private static final String MERGES = "tokenizer.ggml.merges";

    private final Metadata metadata;
    private final Tokens tokens;
    private final ObjectNode json = JsonObject.MAPPER.createObjectNode();

    private ImportedTokenizer(Metadata metadata, Tokens tokens) {
        this.metadata = metadata;
        this.tokens = tokens;
    }

    static ObjectNode of(Metadata metadata, Tokens tokens) {
        return new ImportedTokenizer(metadata, tokens).read();
    }

    /** {@code tokenizer_config.json}, which makes transformers take the tokenizer as it stands. */
    static ObjectNode config(Metadata metadata, Tokens tokens) {
        ObjectNode config = JsonObject.MAPPER
                .createObjectNode()
                .put("tokenizer_class", "PreTrainedTokenizerFast")
                .put("clean_up_tokenization_spaces", false);
        for (Map.Entry<String, String> role : Map.of(
                        "bos_token", "bos", "eos_token", "eos", "unk_token", "unknown", "pad_token", "padding")
                .entrySet()) {
            tokens.id(metadata, "tokenizer.ggml." + role.getValue() + "_token_id")
                    .ifPresent(id -> config.put(role.getKey(), tokens.texts().get(id)));
        }
        return config;
    }

    private ObjectNode read() {
        String model = metadata.text(MODEL)
                .orElseThrow(
                        () -> metadata.fault(MODEL, "is missing: the file holds no tokenizer, which a model needs"));
        json.put("version", "1.0").putNull("truncation");
        json.putNull("padding");
        addedTokens();
        switch (model) {
            case "gpt2" -> byteLevel();
            case "llama" -> sentencePiece();
            default -> throw metadata.fault(MODEL, "is " + model + ", which is not read. Read are gpt2 and llama");
        }
        return json;
    }

    private void addedTokens() {
        ArrayNode added = json.putArray("added_tokens");
        for (int id = 0; id < tokens.size(); id++) {
            TokenKind kind = tokens.kinds().get(id);
            if (kind.added()) {
                added.addObject()
                        .put("id", id)
                        .put("content", tokens.texts().get(id))
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", kind != TokenKind.USER_DEFINED);
            }
        }
    }

    private void byteLevel() {
        String name = metadata.text(PRE)
                .orElseThrow(() -> metadata.fault(
                        PRE,
                        "is missing: how texts are cut before they are merged cannot be"
                                + " guessed. Convert the model anew"));
        PreTokenizer pre = PreTokenizer.named(name)
                .orElseThrow(() ->
                        metadata.fault(PRE, "is " + name + ", which is not read. Read are " + PreTokenizer.known()));
        json.putNull("normalizer");
        json.set("pre_tokenizer", pre.json());
        List<JsonNode> ends = begins(pre.beginToken());
        json.set("post_processor", ends.isEmpty() ? PreTokenizer.byteLevel().put("use_regex", false) : template(ends));
        json.set("decoder", PreTokenizer.byteLevel().put("use_regex", true));
        ObjectNode model = model(false);
        model.putNull("unk_token");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", pre.wholeWords());
        vocabulary(model);
        List<String> merges = metadata.texts(MERGES)
                .orElseThrow(() -> metadata.fault(MERGES, "is missing: a gpt2 tokenizer needs it"));
        ArrayNode into = model.putArray("merges");
        for (String merge : merges) {
            int space = merge.indexOf(' ', 1);
            if (space < 0 || space == merge.length() - 1) {
                throw metadata.fault(MERGES, "holds " + merge + ": two tokens with a space between are needed");
            }
            merge(into, merge.substring(0, space), merge.substring(space + 1));
        }
    }

    private void merge(ArrayNode into, String left, String right) {
        for (String token : List.of(left, right, left + right)) {
            if (!tokens.ids().containsKey(token)) {
                throw metadata.fault(MERGES, "holds " + left + " " + right + ", and " + token + " is no token");
            }
        }
        into.addArray().add(left).add(right);
    }

    private void sentencePiece() {
        ObjectNode normalizer = json.putObject("normalizer").put("type", "Sequence");
        ArrayNode steps = normalizer.putArray("normalizers");
        boolean prefix = metadata.flag("tokenizer.ggml.add_space_prefix").orElse(true);
        if (prefix) {
            steps.addObject().put("type", "Prepend").put("prepend", SPACE);
        }
        steps.addObject()
                .put("type", "Replace")
                .put("content", SPACE)
                .putObject("pattern")
                .put("String", " ");
        json.putNull("pre_tokenizer");
        List<JsonNode> ends = begins(true);
        if (ends.isEmpty()) {
            json.putNull("post_processor");
        } else {
            json.set("post_processor", template(ends));
        }
        ArrayNode decoders = json.putObject("decoder").put("type", "Sequence").putArray("decoders");
        decoders.addObject()
                .put("type", "Replace")
                .put("content", " ")
                .putObject("pattern")
                .put("String", SPACE);
        decoders.addObject().put("type", "ByteFallback");
        decoders.addObject().put("type", "Fuse");
        if (prefix) {
            decoders.addObject()
                    .put("type", "Strip")
                    .put("content", " ")
                    .put("start", 1)
                    .put("stop", 0);
        }
        ObjectNode model = model(true);
        vocabulary(model);
        ArrayNode merges = model.putArray("merges");
        for (List<String> merge : scoredMerges()) {
            merges.addArray().add(merge.get(0)).add(merge.get(1));
        }
    }

    private ObjectNode model(boolean bytes) {
        ObjectNode model = json.putObject("model").put("type", "BPE");
        model.putNull("dropout");
        model.putNull("continuing_subword_prefix");
        model.putNull("end_of_word_suffix");
        if (bytes) {
            for (int value = 0; value < 256; value++) {
                String name = String.format("<0x%02X>", value);
                Integer id = tokens.ids().get(name);
                if (id == null) {
                    throw metadata.fault(
                            "tokenizer.ggml.tokens",
                            "has no token " + name + ": texts with characters that it does not know could not be read");
                }
            }
            Optional<Integer> unknown = tokens.id(metadata, "tokenizer.ggml.unknown_token_id");
            if (unknown.isPresent()) {
                model.put("unk_token", tokens.texts().get(unknown.get()));
            } else {
                model.putNull("unk_token");
            }
            model.put("fuse_unk", true).put("byte_fallback", true).put("ignore_merges", false);
        }
        return model;
    }

    private List<List<String>> scoredMerges() {
        String key = "tokenizer.ggml.scores";
        MetadataValue.Numbers scores =
                metadata.numbers(key).orElseThrow(() -> metadata.fault(key, "is missing: a llama tokenizer needs it"));
        if (scores.size() != tokens.size()) {
            throw metadata.fault(
                    key, "has " + scores.size() + " entries for " + tokens.size() + " tokens: the file is damaged");
        }
        return SentencePieceMerges.of(tokens, scores);
    }

    private void vocabulary(ObjectNode model) {
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < tokens.size(); id++) {
            if (tokens.kinds().get(id) != TokenKind.UNUSED) {
                vocabulary.put(tokens.texts().get(id), id);
            }
        }
    }

    /** What stands before a text, the text, and what stands behind; empty where nothing is added. */
    private List<JsonNode> begins(boolean otherwise) {
        boolean begin = metadata.flag("tokenizer.ggml.add_bos_token").orElse(otherwise);
        boolean end = metadata.flag("tokenizer.ggml.add_eos_token").orElse(false);
        List<JsonNode> parts = new ArrayList<>();
        if (begin) {
            parts.add(special("tokenizer.ggml.bos_token_id"));
        }
        ObjectNode text = JsonObject.MAPPER.createObjectNode();
        text.putObject("Sequence").put("id", "A").put("type_id", 0);
        parts.add(text);
        if (end) {
            parts.add(special("tokenizer.ggml.eos_token_id"));
        }
        return begin || end ? parts : List.of();
    }

    private ObjectNode special(String key) {
        int id = tokens.id(metadata, key).orElseThrow(() -> metadata.fault(key, "is missing: texts shall have it"));
        ObjectNode part = JsonObject.MAPPER.createObjectNode();
        part.putObject("SpecialToken").put("id", tokens.texts().get(id)).put("type_id", 0);
        return part;
    }

    private ObjectNode template(List<JsonNode> parts) {
        ObjectNode processor = JsonObject.MAPPER.createObjectNode().put("type", "TemplateProcessing");
        ArrayNode single = processor.putArray("single");
        parts.forEach(part -> single.add(part));
        ArrayNode pair = processor.putArray("pair");
        parts.forEach(part -> pair.add(part.deepCopy()));
        pair.addObject().putObject("Sequence").put("id", "B").put("type_id", 1);
        ObjectNode named = processor.putObject("special_tokens");
        for (JsonNode part : parts) {
            String token = part.path("SpecialToken").path("id").asString("");
            Integer id = tokens.ids().get(token);
            if (id != null && part.has("SpecialToken")) {
                ObjectNode entry = named.putObject(token).put("id", token);
                entry.putArray("ids").add(id);
                entry.putArray("tokens").add(token);
            }
        }
        return processor;
    }
}
