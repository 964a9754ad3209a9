package org.counterpoint.train.batch;

import java.util.Map;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Reasons;

/** What a person is told of data that cannot be used: the first of it with its reason, and what would mend it. */
public final class SetAsideWords {

    private static final Map<String, String> MENDS = Map.of(
            "template_error",
            "the model's chat template does not take these conversations: set chat_template to one that does",
            Reasons.TOO_LONG,
            "raise max_length, as far as the model has positions, or shorten the data",
            "boundary",
            "with boundary=drop, set boundary=split; a prompt that is no whole token by itself needs more text, or a"
                    + " line break at its end",
            "empty_after_template",
            "the chat template leaves nothing of these answers: set chat_template to one that does",
            "empty_prompt",
            "there is no token before these answers: give the prompts some text");

    private SetAsideWords() {}

    /** File, line and reason of a ledger line. */
    public static String of(LedgerEntry entry) {
        String detail = entry.detail();
        boolean named = detail.startsWith(entry.reason());
        return entry.origin() + " (" + (named || detail.isEmpty() ? "" : entry.reason() + ": ")
                + (detail.isEmpty() ? entry.reason() : detail) + ")";
    }

    /** What mends the most frequent of these reasons, as further lines of an error; empty where nothing is known. */
    public static String mend(Map<String, Long> setAside) {
        return setAside.entrySet().stream()
                .filter(entry -> MENDS.containsKey(entry.getKey()))
                .max(Map.Entry.comparingByValue())
                .map(entry -> "\n  " + MENDS.get(entry.getKey()))
                .orElse("");
    }
}
