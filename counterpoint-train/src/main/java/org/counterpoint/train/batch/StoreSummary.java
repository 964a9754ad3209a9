package org.counterpoint.train.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.data.Losses;
import org.counterpoint.data.Reasons;

/**
 * What a token store holds and what was left out of it; its JSON form is the record's components.
 *
 * @param key identifies the inputs that the store was made from
 * @param content hash of all groups as they are in the store, token ids included
 * @param groups prepared groups
 * @param unused groups without anything to learn from
 * @param tokens of all sequences, each with its prompt
 * @param pairs kept pairs by type
 * @param lostPairs pairs by type that went with a response set aside
 * @param models kept responses by model
 * @param preferences how often a model is chosen over another in the data, kept or not
 * @param lost what was left out, in answers and pairs
 * @param setAside ledger lines by reason, but for those of {@code lostPairs}
 * @param firstSetAside file, line and reason of the first ledger line; empty for none
 * @param truncated responses whose end was cut off
 * @param encoded responses that were encoded
 * @param merged those of them that share a token with the prompt
 */
public record StoreSummary(
        String key,
        String content,
        int groups,
        long unused,
        long responses,
        long tokens,
        Map<String, Long> pairs,
        Map<String, Long> lostPairs,
        Map<String, Long> models,
        Map<String, Map<String, Long>> preferences,
        Lost lost,
        Map<String, Long> setAside,
        String firstSetAside,
        long truncated,
        long encoded,
        long merged) {
    static final String NOTHING_TO_LEARN = "nothing_to_learn";

    /**
     * What was left out, by reason.
     *
     * @param answers a row that could not be read counts as one
     * @param pairs that were left out though both answers stay
     */
    public record Lost(Map<String, Long> answers, Map<String, Long> pairs) {}

    /** A sentence for each reason by which much of the answers, or of a type's pairs, is lost. */
    public List<String> losses() {
        // A group without a pair of the wanted types is a matter of settings: none of its answers is at fault.
        Map<String, Long> answers = new TreeMap<>(lost.answers());
        answers.remove(NOTHING_TO_LEARN);
        long all = responses + sum(answers);
        // Those stand beside answers that are at fault, and in the pairs below.
        answers.remove(Reasons.WITHOUT_PAIR);
        List<String> words = new ArrayList<>(Losses.words("answers", answers, all));
        if (!pairs.isEmpty()) {
            words.addAll(Losses.words("pairs", lost.pairs(), sum(pairs) + sum(lostPairs) + sum(lost.pairs())));
        }
        lostPairs.forEach((type, gone) -> {
            long before = gone + pairs.getOrDefault(type, 0L);
            if (Losses.isMuch(gone, before)) {
                words.add(String.format(
                        Locale.ROOT,
                        "%.0f %% of the pairs %s (%d of %d) are lost with an answer that is left out.",
                        100.0 * gone / before,
                        type,
                        gone,
                        before));
            }
        });
        return words;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
