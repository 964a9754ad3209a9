package org.counterpoint.engine.weights.gguf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.counterpoint.engine.JsonObject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a byte-level tokenizer cuts a text before it merges: what {@code tokenizer.ggml.pre} names. */
enum PreTokenizer {
    GPT2(List.of("gpt-2"), false, false, List.of(), true),
    /** Every digit for itself, then as GPT-2. */
    SMOLLM(List.of("smollm", "refact", "command-r"), false, false, List.of(digits()), true),
    LLAMA3(List.of("llama-bpe", "llama3", "llama-v3"), true, true, List.of(threeDigits()), false),
    /** As Llama 3, but that pieces are always merged. */
    DBRX(List.of("dbrx", "smaug-bpe"), false, false, List.of(threeDigits()), false),
    GPT4O(
            List.of("gpt-4o"),
            false,
            false,
            List.of(split("[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
                    + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
                    + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*"
                    + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
                    + "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+")),
            false),
    QWEN2(
            List.of("qwen2", "deepseek-r1-qwen"),
            false,
            false,
            List.of(split("(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+")),
            false);

    private final List<String> names;
    private final boolean wholeWords;
    private final boolean beginToken;
    private final List<ObjectNode> cuts;
    private final boolean gptRegex;

    PreTokenizer(List<String> names, boolean wholeWords, boolean beginToken, List<ObjectNode> cuts, boolean gptRegex) {
        this.names = names;
        this.wholeWords = wholeWords;
        this.beginToken = beginToken;
        this.cuts = cuts;
        this.gptRegex = gptRegex;
    }

    private static ObjectNode split(String regex) {
        ObjectNode node = JsonObject.MAPPER.createObjectNode().put("type", "Split");
        node.putObject("pattern").put("Regex", regex);
        return node.put("behavior", "Isolated").put("invert", false);
    }

    private static ObjectNode threeDigits() {
        return split("(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");
    }

    private static ObjectNode digits() {
        return JsonObject.MAPPER.createObjectNode().put("type", "Digits").put("individual_digits", true);
    }

    static Optional<PreTokenizer> named(String name) {
        return Arrays.stream(values()).filter(pre -> pre.names.contains(name)).findFirst();
    }

    /**
     * The one that a tokenizer.json's {@code pre_tokenizer} does the work of.
     *
     * @param wholeWords whether a piece that is a token as a whole is taken without merging, which tells two of them apart
     */
    static Optional<PreTokenizer> of(JsonNode preTokenizer, boolean wholeWords) {
        return Arrays.stream(values())
                .filter(pre -> pre != DBRX || !wholeWords)
                .filter(pre -> pre != LLAMA3 || wholeWords)
                .filter(pre -> canonical(pre.json()).equals(canonical(preTokenizer)))
                .findFirst();
    }

    /** Its steps, without what changes nothing: offsets, order of keys, a sequence of one. */
    private static List<String> canonical(JsonNode node) {
        if (node.path("type").asString("").equals("Sequence")) {
            List<String> steps = new ArrayList<>();
            node.path("pretokenizers").forEach(step -> steps.addAll(canonical(step)));
            return steps;
        }
        ObjectNode step = JsonObject.MAPPER.createObjectNode();
        for (String name : List.of(
                "type", "pattern", "behavior", "invert", "individual_digits", "add_prefix_space", "use_regex")) {
            if (node.has(name)) {
                step.set(name, node.get(name));
            }
        }
        return List.of(step.toString());
    }

    /** Its name in a file: of several the first. */
    String fileName() {
        return names.get(0);
    }

    static String known() {
        return Arrays.stream(values()).flatMap(pre -> pre.names.stream()).collect(Collectors.joining(", "));
    }

    /** Whether a piece that is a token as a whole is taken without merging. */
    boolean wholeWords() {
        return wholeWords;
    }

    /** Whether texts begin with the begin token where the file does not say. */
    boolean beginToken() {
        return beginToken;
    }

    /** {@code pre_tokenizer} of a tokenizer.json. */
    ObjectNode json() {
        ObjectNode bytes = byteLevel().put("use_regex", gptRegex);
        if (cuts.isEmpty()) {
            return bytes;
        }
        ObjectNode sequence = JsonObject.MAPPER.createObjectNode().put("type", "Sequence");
        ArrayNode steps = sequence.putArray("pretokenizers");
        cuts.forEach(cut -> steps.add(cut.deepCopy()));
        steps.add(bytes);
        return sequence;
    }

    static ObjectNode byteLevel() {
        return JsonObject.MAPPER
                .createObjectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true);
    }
}
