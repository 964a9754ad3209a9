package org.counterpoint.engine.weights.gguf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.text.TokenizerParts;
import tools.jackson.databind.JsonNode;

/** A model's tokenizer as metadata of a GGUF file: the way back of {@link ImportedTokenizer}. */
final class ExportedTokenizer {
    private static final String WORD = "tokenizer.ggml.";

    private final TokenizerParts parts;
    private final JsonNode model;
    private final List<String> texts;
    private final List<TokenKind> kinds;

    /** @param rows of the embedding: as many tokens as llama.cpp expects */
    ExportedTokenizer(TokenizerParts parts, int rows) {
        this.parts = parts;
        this.model = parts.tokenizer().path("model");
        if (!model.path("type").asString("BPE").equals("BPE")) {
            throw refused("is a " + model.path("type").asString("") + ": only BPE is written");
        }
        this.texts = new ArrayList<>();
        this.kinds = new ArrayList<>();
        for (int id = 0; id < rows; id++) {
            texts.add("[PAD" + id + "]"); // as llama.cpp's converter calls rows that no token has
            kinds.add(TokenKind.UNUSED);
        }
        vocabulary(rows);
    }

    private ModelException refused(String why) {
        return new ModelException(parts.folder().resolve("tokenizer.json") + " " + why);
    }

    private void vocabulary(int rows) {
        boolean bytes = model.path("byte_fallback").asBoolean(false);
        String unknown = model.path("unk_token").asString("");
        model.path("vocab").properties().forEach(entry -> {
            String text = entry.getKey();
            TokenKind kind = bytes && text.matches("<0x[0-9A-F]{2}>")
                    ? TokenKind.BYTE
                    : text.equals(unknown) ? TokenKind.UNKNOWN : TokenKind.NORMAL;
            put(entry.getValue().asInt(-1), text, kind, rows);
        });
        for (JsonNode added : parts.tokenizer().path("added_tokens")) {
            String text = added.path("content").asString("");
            boolean special = added.path("special").asBoolean(false);
            TokenKind kind =
                    !special ? TokenKind.USER_DEFINED : text.equals(unknown) ? TokenKind.UNKNOWN : TokenKind.CONTROL;
            put(added.path("id").asInt(-1), text, kind, rows);
        }
    }

    private void put(int id, String text, TokenKind kind, int rows) {
        if (id < 0 || id >= rows) {
            throw refused("has the token " + text + " with the id " + id + ", the model has " + rows + " embeddings");
        }
        texts.set(id, text);
        kinds.set(id, kind);
    }

    void into(GgufWriter file) {
        if (model.path("byte_fallback").asBoolean(false)) {
            sentencePiece(file);
        } else {
            byteLevel(file);
        }
        file.texts(WORD + "tokens", texts);
        file.wholes(
                WORD + "token_type", kinds.stream().mapToInt(TokenKind::number).toArray());
        ends(file);
        String template = parts.template();
        if (template != null) {
            file.text("tokenizer.chat_template", template);
        }
    }

    private void byteLevel(GgufWriter file) {
        JsonNode cut = parts.tokenizer().path("pre_tokenizer");
        PreTokenizer pre = PreTokenizer.of(cut, model.path("ignore_merges").asBoolean(false))
                .orElseThrow(() -> refused("cuts texts in a way that has no name in GGUF, or none that is known here:"
                        + " llama.cpp would cut them otherwise. Known are " + PreTokenizer.known()));
        JsonNode normalizer = parts.tokenizer().path("normalizer");
        if (!normalizer.isNull()
                && !normalizer.isMissingNode()
                && !normalizer.path("type").asString("").equals("NFC")) {
            throw refused("changes texts before it cuts them (normalizer "
                    + normalizer.path("type").asString("?") + "), which GGUF cannot say");
        }
        file.text(WORD + "model", "gpt2");
        file.text(WORD + "pre", pre.fileName());
        file.texts(WORD + "merges", merges());
    }

    private List<String> merges() {
        List<String> merges = new ArrayList<>();
        for (JsonNode merge : model.path("merges")) {
            merges.add(
                    merge.isArray()
                            ? merge.path(0).asString("") + " " + merge.path(1).asString("")
                            : merge.asString(""));
        }
        return merges;
    }

    /** A token's score is by how many merges it comes later than the first: SentencePiece merges the best first. */
    private void sentencePiece(GgufWriter file) {
        List<String> merges = merges();
        Map<String, Integer> first = new HashMap<>();
        for (int rank = 0; rank < merges.size(); rank++) {
            String merge = merges.get(rank);
            int space = merge.indexOf(' ', 1);
            first.putIfAbsent(merge.substring(0, space) + merge.substring(space + 1), rank);
        }
        float[] scores = new float[texts.size()];
        for (int id = 0; id < scores.length; id++) {
            Integer rank = first.get(texts.get(id));
            scores[id] = rank == null ? 0 : -rank;
        }
        boolean prefix = has(parts.tokenizer().path("normalizer"), "Prepend")
                || has(parts.tokenizer().path("pre_tokenizer"), "Metaspace");
        file.text(WORD + "model", "llama");
        file.text(WORD + "pre", "default");
        file.reals(WORD + "scores", scores);
        file.flag(WORD + "add_space_prefix", prefix);
    }

    private static boolean has(JsonNode node, String type) {
        if (node.path("type").asString("").equals(type)) {
            return !node.path("prepend_scheme").asString("").equals("never");
        }
        for (JsonNode inner : node.path("normalizers")) {
            if (has(inner, type)) {
                return true;
            }
        }
        return false;
    }

    /** Where texts begin and end: of several ends of an answer the tokenizer's own, then the others. */
    private void ends(GgufWriter file) {
        Map<String, Integer> ids = parts.specialIds();
        ids.forEach((name, id) -> {
            String role = Map.of("bos_token", "bos", "unk_token", "unknown", "pad_token", "padding")
                    .getOrDefault(name, "");
            if (!role.isEmpty()) {
                file.whole(WORD + role + "_token_id", id);
            }
        });
        List<Integer> ends = new ArrayList<>(parts.endTokens());
        Integer own = ids.get("eos_token");
        if (own != null) {
            ends.remove(own);
            ends.add(0, own);
        }
        List<String> roles = List.of("eos", "eot", "eom");
        if (ends.size() > roles.size()) {
            throw refused("and the files beside it name " + ends.size() + " ends of an answer; GGUF has room for "
                    + roles.size());
        }
        for (int i = 0; i < ends.size(); i++) {
            file.whole(WORD + roles.get(i) + "_token_id", ends.get(i));
        }
        Set<String> added = added(parts);
        file.flag(WORD + "add_bos_token", added.contains("bos"));
        file.flag(WORD + "add_eos_token", added.contains("eos"));
    }

    /** Which of begin and end a text gets by itself. */
    private static Set<String> added(TokenizerParts parts) {
        Set<String> added = new HashSet<>();
        JsonNode processor = parts.tokenizer().path("post_processor");
        List<JsonNode> steps = new ArrayList<>(List.of(processor));
        processor.path("processors").forEach(steps::add);
        for (JsonNode step : steps) {
            boolean before = true;
            for (JsonNode piece : step.path("single")) {
                if (piece.has("Sequence")) {
                    before = false;
                } else if (piece.has("SpecialToken")) {
                    added.add(before ? "bos" : "eos");
                }
            }
        }
        return added;
    }

    /** What stands before every text by itself; empty where nothing does. */
    static String beginText(TokenizerParts parts) {
        Integer id = parts.specialIds().get("bos_token");
        return id == null || !added(parts).contains("bos") ? "" : texts(parts).getOrDefault(id, "");
    }

    /** The texts of the ends, as a client must know them to stop there. */
    static List<String> endTexts(TokenizerParts parts) {
        Map<Integer, String> byId = texts(parts);
        return parts.endTokens().stream()
                .map(byId::get)
                .filter(Objects::nonNull)
                .toList();
    }

    private static Map<Integer, String> texts(TokenizerParts parts) {
        Map<Integer, String> byId = new HashMap<>();
        parts.tokenizer()
                .path("model")
                .path("vocab")
                .properties()
                .forEach(entry -> byId.put(entry.getValue().asInt(-1), entry.getKey()));
        for (JsonNode added : parts.tokenizer().path("added_tokens")) {
            byId.put(added.path("id").asInt(-1), added.path("content").asString(""));
        }
        return byId;
    }
}
