package org.counterpoint.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Says loudly where much of the data is lost, and what to do about it. */
public final class Losses {
    /** From this share on a loss is said. */
    private static final double MUCH = 0.1;

    private static final Map<String, String> MENDS = Map.ofEntries(
            Map.entry(
                    Reasons.TOO_LONG, "raise max_length, as far as the model has positions, or let too_long truncate"),
            Map.entry(
                    Reasons.EMPTY_ANSWER,
                    "look at how they were made: a limit of tokens that thoughts use up leaves none"),
            Map.entry(Reasons.ID_PROMPT_MISMATCH, "the files' ids do not name the same prompts; leave them out"),
            Map.entry(Reasons.CONFLICTING_ANSWER, "number a model's answers to one prompt in a key 'sample'"),
            Map.entry(Reasons.DUPLICATE_ANSWER, "a file may have been given twice"),
            Map.entry(Reasons.IDENTICAL_ANSWERS, "these models answer alike; take prompts with longer answers"),
            Map.entry(Reasons.UNKNOWN_MODEL, "give the model's name with MODEL=FILE"),
            Map.entry(Reasons.UNREAD_PROMPT, "put what the named key holds into the prompt, or take the key out"),
            Map.entry(Reasons.MISSING_SCORE, "rate all answers to a prompt on one scale, or give --order"),
            Map.entry(Reasons.TRUNCATED_FILE, "get the whole file"));

    private Losses() {}

    /**
     * A sentence for each reason by which much is lost.
     *
     * @param what was lost, such as {@code "answers"}
     * @param byReason how many
     * @param all how many there were
     */
    public static List<String> words(String what, Map<String, Long> byReason, long all) {
        return words(what, byReason, all, Losses::mend);
    }

    /**
     * The same.
     *
     * @param mend says what to do about a reason
     */
    public static List<String> words(String what, Map<String, Long> byReason, long all, UnaryOperator<String> mend) {
        List<String> words = new ArrayList<>();
        byReason.forEach((reason, count) -> {
            if (isMuch(count, all)) {
                words.add(String.format(
                        Locale.ROOT,
                        "%.0f %% of the %s (%d of %d) are left out as %s: %s.",
                        100.0 * count / all,
                        what,
                        count,
                        all,
                        reason,
                        mend.apply(reason)));
            }
        });
        return words;
    }

    /** What to do about a reason, as the end of a sentence. */
    public static String mend(String reason) {
        return MENDS.getOrDefault(reason, "the ledger names each with what is wrong");
    }

    /** Whether so many of all are a loss that a person must hear of. */
    public static boolean isMuch(long lost, long all) {
        return lost > MUCH * all;
    }
}
