package org.counterpoint.demo.world;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A byte-level BPE tokenizer (Sennrich et al. 2016, arXiv 1508.07909) learnt from the world's own texts, in the
 * tokenizer.json form: any text can be written in it, and a word of the world is mostly one token.
 */
final class TinyTokenizer {

    /** In order of their ids. */
    static final List<String> SPECIAL = List.of("<|user|>", "<|assistant|>", "<|end|>");

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int BYTES = 256;
    private static final Pattern WORD = Pattern.compile(" ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+");

    private record Merge(String left, String right) {
        String joined() {
            return left + right;
        }
    }

    private TinyTokenizer() {}

    /**
     * Learns merges, most frequent first, until the vocabulary has its size or no pair is left that occurs twice.
     *
     * @return a tokenizer.json
     */
    static ObjectNode learn(List<String> texts, int vocabularySize) {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        SPECIAL.forEach(token -> vocabulary.put(token, vocabulary.size()));
        for (int b = 0; b < BYTES; b++) {
            vocabulary.put(String.valueOf(visible(b)), vocabulary.size());
        }
        Map<List<String>, Integer> words = words(texts);
        List<Merge> merges = new ArrayList<>();
        while (vocabulary.size() < vocabularySize) {
            Merge best = mostFrequent(words);
            if (best == null) {
                break;
            }
            merges.add(best);
            vocabulary.putIfAbsent(best.joined(), vocabulary.size());
            words = apply(best, words);
        }
        return json(vocabulary, merges);
    }

    private static Map<List<String>, Integer> words(List<String> texts) {
        Map<List<String>, Integer> words = new LinkedHashMap<>();
        for (String text : texts) {
            Matcher matcher = WORD.matcher(text);
            while (matcher.find()) {
                List<String> symbols = new ArrayList<>();
                for (byte b : matcher.group().getBytes(StandardCharsets.UTF_8)) {
                    symbols.add(String.valueOf(visible(Byte.toUnsignedInt(b))));
                }
                words.merge(symbols, 1, Integer::sum);
            }
        }
        return words;
    }

    private static @Nullable Merge mostFrequent(Map<List<String>, Integer> words) {
        Map<Merge, Integer> counts =
                new TreeMap<>(Comparator.comparing(Merge::left).thenComparing(Merge::right));
        words.forEach((symbols, times) -> {
            for (int i = 0; i + 1 < symbols.size(); i++) {
                counts.merge(new Merge(symbols.get(i), symbols.get(i + 1)), times, Integer::sum);
            }
        });
        Merge best = null;
        int most = 1;
        for (Map.Entry<Merge, Integer> entry : counts.entrySet()) {
            if (entry.getValue() > most) {
                most = entry.getValue();
                best = entry.getKey();
            }
        }
        return best;
    }

    private static Map<List<String>, Integer> apply(Merge merge, Map<List<String>, Integer> words) {
        Map<List<String>, Integer> merged = new LinkedHashMap<>();
        words.forEach((symbols, times) -> {
            List<String> shorter = new ArrayList<>();
            for (int i = 0; i < symbols.size(); i++) {
                boolean here = i + 1 < symbols.size()
                        && symbols.get(i).equals(merge.left)
                        && symbols.get(i + 1).equals(merge.right);
                shorter.add(here ? merge.joined() : symbols.get(i));
                i += here ? 1 : 0;
            }
            merged.merge(shorter, times, Integer::sum);
        });
        return merged;
    }

    /** The character that stands for a byte in such files: printable bytes for themselves, the others from U+0100 on. */
    private static char visible(int b) {
        if (printable(b)) {
            return (char) b;
        }
        int before = 0;
        for (int other = 0; other < b; other++) {
            before += printable(other) ? 0 : 1;
        }
        return (char) (BYTES + before);
    }

    private static boolean printable(int b) {
        return (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || (b >= 0xAE && b <= 0xFF);
    }

    private static ObjectNode json(Map<String, Integer> vocabulary, List<Merge> merges) {
        ObjectNode root = JSON.createObjectNode().put("version", "1.0");
        ArrayNode added = root.putArray("added_tokens");
        for (String token : SPECIAL) {
            added.addObject()
                    .put("id", vocabulary.get(token))
                    .put("content", token)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        root.putObject("pre_tokenizer")
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
        root.putObject("decoder")
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
        ObjectNode model = root.putObject("model").put("type", "BPE");
        ObjectNode vocab = model.putObject("vocab");
        vocabulary.forEach(vocab::put);
        ArrayNode list = model.putArray("merges");
        merges.forEach(merge -> list.addArray().add(merge.left).add(merge.right));
        return root;
    }
}
