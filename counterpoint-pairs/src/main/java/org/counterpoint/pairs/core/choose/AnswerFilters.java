package org.counterpoint.pairs.core.choose;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.counterpoint.pairs.core.text.Languages;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.Values;

/**
 * What is looked for in answers, and in the two of a pair.
 *
 * @param drop what to set aside instead of only counting it
 * @param notice what to count where it is not set aside
 * @param nearIdentical from which similarity (0 to 1) on two answers are near-identical
 * @param languages the languages that answers may be in, by code; empty for any
 */
public record AnswerFilters(
        Set<Check> drop, Set<Check> notice, double nearIdentical, LengthBounds lengths, List<String> languages) {

    /** What can be wrong with an answer or a pair; the names are the ledger's reasons. */
    public enum Check {
        NEAR_IDENTICAL,
        REFUSAL,
        REFUSAL_CHOSEN,
        REFUSAL_REJECTED,
        CUT_OFF,
        WRONG_SCRIPT,
        WRONG_LANGUAGE,
        REPEATED_TEXT,
        PROMPT_ECHOED,
        SPECIAL_TOKENS
    }

    /** Bounds of an answer's length, each 0 for none. */
    public record LengthBounds(int minChars, int maxChars, int minWords, int maxWords) {}

    public AnswerFilters {
        drop = Set.copyOf(drop);
        notice = Set.copyOf(notice);
        languages = List.copyOf(languages);
    }

    /** Of complete, checked values. */
    public static AnswerFilters of(Values values) {
        return new AnswerFilters(
                values.choices("drop", Check.class),
                values.choices("notice", Check.class),
                values.real("near_identical"),
                new LengthBounds(
                        values.integer("min_chars"),
                        values.integer("max_chars"),
                        values.integer("min_words"),
                        values.integer("max_words")),
                values.texts("languages").stream()
                        .map(name -> Languages.code(name).orElse(name))
                        .toList());
    }

    /** Puts the values by their settings' names. */
    public void describe(Map<String, Object> into) {
        into.put("drop", names(drop));
        into.put("notice", names(notice));
        into.put("near_identical", nearIdentical);
        into.put("min_chars", lengths.minChars);
        into.put("max_chars", lengths.maxChars);
        into.put("min_words", lengths.minWords);
        into.put("max_words", lengths.maxWords);
        into.put("languages", String.join(",", languages));
    }

    private static String names(Set<Check> checks) {
        return checks.stream().map(Setting::wireName).sorted().collect(Collectors.joining(","));
    }
}
