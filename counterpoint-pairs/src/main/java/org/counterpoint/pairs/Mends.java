package org.counterpoint.pairs;

import java.util.Arrays;
import java.util.Map;
import org.counterpoint.data.Losses;
import org.counterpoint.data.Reasons;
import org.counterpoint.pairs.core.choose.AnswerFilters.Check;
import org.counterpoint.settings.Setting;

/** What to do about that which {@code pairs} leaves out. */
final class Mends {
    /** What a setting of choose leaves out. */
    private static final Map<String, String> OF_CHOICES = Map.ofEntries(
            Map.entry(Reasons.THOUGHT, "choose thoughts=strip leaves their answers"),
            Map.entry("too_short", "lower choose min_chars or min_words"),
            Map.entry(Reasons.TOO_LONG, "raise choose max_chars or max_words"),
            Map.entry("duplicate_prompt", "choose duplicates=keep keeps them"),
            Map.entry("contaminated", "give other prompts, or leave out choose decontaminate"),
            Map.entry("wrong_language", "look at choose languages, and at wrong_language in choose drop"),
            Map.entry("other_type", "choose types takes others; leave it out for all"),
            Map.entry("not_in_policy", "choose pairs=all takes them"),
            Map.entry("type_balance", "choose balance_types=false takes them"),
            Map.entry("length_balance", "choose length=report takes them"),
            Map.entry("length_gap", "raise choose length_ratio, or choose length=report"),
            Map.entry(Reasons.UNDECIDED, "get more verdicts; undecided=keep takes them"),
            Map.entry(Reasons.CONTRADICTED, "disagreement=keep or flip takes them"));

    private Mends() {}

    static String of(String reason) {
        boolean dropped = Arrays.stream(Check.values()).map(Setting::wireName).anyMatch(reason::equals);
        return OF_CHOICES.getOrDefault(
                reason, dropped ? "take " + reason + " out of choose drop to keep them" : Losses.mend(reason));
    }
}
