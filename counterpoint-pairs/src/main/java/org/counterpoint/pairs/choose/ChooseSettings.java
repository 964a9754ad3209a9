package org.counterpoint.pairs.choose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Refusals;
import org.counterpoint.data.Thoughts;
import org.counterpoint.pairs.text.Languages;
import org.jspecify.annotations.Nullable;

/**
 * What is used of the answers and pairs that there are; {@link #DEFAULTS} uses everything and only counts.
 *
 * @param drop what to set aside instead of only counting it
 * @param notice what to count where it is not set aside
 * @param thoughts what becomes of thoughts before answers
 * @param thoughtTags what opens and what ends a thought, in turn; empty for the tags that are known
 * @param refusals a file with the openings of refusals, in place of the list that is built in; null for that
 * @param nearIdentical from which similarity (0 to 1) on two answers are near-identical
 * @param minChars,maxChars,minWords,maxWords bounds of an answer's length; 0 for none
 * @param languages the languages that answers may be in, by code; empty for any
 * @param duplicates which prompts count as one
 * @param nearDuplicate from which similarity (0 to 1) on two prompts are near-duplicates
 * @param decontaminate files whose prompts must not be in the data
 * @param ngram how many words in a row are contamination
 * @param policy which of a group's pairs are taken
 * @param types the types to take; empty for all
 * @param balanceTypes whether every type gets as many pairs as the rarest one
 * @param length what to do about the lengths of chosen and rejected
 * @param lengthRatio how many times longer than the other an answer may be, where lengths are to match
 * @param seed of every choice among equals
 */
public record ChooseSettings(
        Set<Check> drop,
        Set<Check> notice,
        ThoughtRule.What thoughts,
        List<String> thoughtTags,
        @Nullable Path refusals,
        double nearIdentical,
        int minChars,
        int maxChars,
        int minWords,
        int maxWords,
        List<String> languages,
        Duplicates duplicates,
        double nearDuplicate,
        List<Path> decontaminate,
        int ngram,
        Policy policy,
        List<String> types,
        boolean balanceTypes,
        LengthControl length,
        double lengthRatio,
        long seed) {

    /** What is counted where nobody says what: all that costs next to no time. */
    private static final Set<Check> CHEAP = Set.of(
            Check.REFUSAL_CHOSEN,
            Check.REFUSAL_REJECTED,
            Check.WRONG_SCRIPT,
            Check.PROMPT_ECHOED,
            Check.SPECIAL_TOKENS);

    /** Everything is used. */
    public static final ChooseSettings DEFAULTS = read(Map.of());

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

    /** Which prompts are one prompt. */
    public enum Duplicates {
        /** Each prompt is its own; nobody looks. */
        KEEP,
        /** Of prompts that are equal but for case, whitespace and Unicode form only the first is kept. */
        EXACT,
        /** Of similar prompts too. */
        NEAR
    }

    /** Which of a group's pairs are taken. */
    public enum Policy {
        ALL,
        ADJACENT,
        BEST_AGAINST_REST,
        ONE_PER_PROMPT
    }

    /** What to do about lengths. */
    public enum LengthControl {
        REPORT,
        MATCH,
        BALANCE
    }

    public ChooseSettings {
        drop = Set.copyOf(drop);
        notice = Set.copyOf(notice);
        thoughtTags = List.copyOf(thoughtTags);
        languages = List.copyOf(languages);
        decontaminate = List.copyOf(decontaminate);
        types = List.copyOf(types);
    }

    /**
     * Reads the settings by name, as a recipe's {@code choose:} block or {@code --choose NAME=VALUE} gives them.
     *
     * @throws InputException with every fault at once
     */
    public static ChooseSettings read(Map<String, ?> block) {
        SettingValues values = new SettingValues("choose", block);
        List<String> refusals = values.list("refusals");
        ChooseSettings settings = new ChooseSettings(
                values.choices("drop", Check.class, Check.REFUSAL),
                block.containsKey("notice")
                        ? values.choices("notice", Check.class, Check.REFUSAL)
                        : values.knowing("notice", CHEAP),
                values.choice("thoughts", ThoughtRule.What.class, ThoughtRule.What.KEEP),
                values.list("thought_tags"),
                refusals.isEmpty() ? null : Path.of(refusals.get(0)),
                values.number("near_identical", 0.9, 0, 1),
                values.integer("min_chars", 0, 0),
                values.integer("max_chars", 0, 0),
                values.integer("min_words", 0, 0),
                values.integer("max_words", 0, 0),
                values.list("languages", Languages::code, Languages::known),
                values.choice("duplicates", Duplicates.class, Duplicates.KEEP),
                values.number("near_duplicate", 0.7, 0, 1),
                values.list("decontaminate").stream().map(Path::of).toList(),
                values.integer("ngram", 13, 2),
                values.choice("pairs", Policy.class, Policy.ALL),
                values.list("types").stream().map(ChooseSettings::type).toList(),
                values.flag("balance_types"),
                values.choice("length", LengthControl.class, LengthControl.REPORT),
                values.number("length_ratio", 1.5, 1, Double.MAX_VALUE),
                values.seed("seed"));
        values.finish();
        return settings;
    }

    /**
     * What a refusal is told by.
     *
     * @throws InputException where the file cannot be used
     */
    public Refusals refusalList() {
        return refusals == null ? Refusals.BUILT_IN : Refusals.read(refusals);
    }

    /**
     * What becomes of thoughts.
     *
     * @throws InputException where tags do not come in pairs
     */
    public ThoughtRule thoughtRule() {
        if (thoughtTags.size() % 2 != 0) {
            throw new InputException("choose.thought_tags has " + thoughtTags.size()
                    + " tags; give what opens and what ends a thought in turn, such as <think>,</think>.");
        }
        List<Thoughts.Tags> tags = new ArrayList<>();
        for (int i = 0; i < thoughtTags.size(); i += 2) {
            tags.add(new Thoughts.Tags(thoughtTags.get(i), thoughtTags.get(i + 1)));
        }
        return new ThoughtRule(thoughts, tags.isEmpty() ? Thoughts.USUAL : new Thoughts(tags));
    }

    /** {@code strong:weak}, which needs no quotes on a command line, means {@code strong>weak}. */
    private static String type(String name) {
        return name.indexOf('>') < 0 ? name.replaceFirst(":", ">") : name;
    }

    /** What differs from the defaults, on one line: for the record of an output. */
    public String describe() {
        Map<String, Object> mine = all();
        Map<String, Object> defaults = DEFAULTS.all();
        return mine.entrySet().stream()
                .filter(e -> !e.getValue().equals(defaults.get(e.getKey())))
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(" "));
    }

    private Map<String, Object> all() {
        Map<String, Object> all = new TreeMap<>();
        all.put("drop", drop.stream().map(SettingValues::wire).sorted().collect(Collectors.joining(",")));
        all.put("notice", notice.stream().map(SettingValues::wire).sorted().collect(Collectors.joining(",")));
        all.put("thoughts", SettingValues.wire(thoughts));
        all.put("thought_tags", String.join(",", thoughtTags));
        all.put("refusals", String.valueOf(refusals));
        all.put("near_identical", nearIdentical);
        all.put("min_chars", minChars);
        all.put("max_chars", maxChars);
        all.put("min_words", minWords);
        all.put("max_words", maxWords);
        all.put("languages", String.join(",", languages));
        all.put("duplicates", SettingValues.wire(duplicates));
        all.put("near_duplicate", nearDuplicate);
        all.put("decontaminate", decontaminate.stream().map(Path::toString).collect(Collectors.joining(",")));
        all.put("ngram", ngram);
        all.put("pairs", SettingValues.wire(policy));
        all.put("types", String.join(",", types));
        all.put("balance_types", balanceTypes);
        all.put("length", SettingValues.wire(length));
        all.put("length_ratio", lengthRatio);
        all.put("seed", seed);
        return all;
    }
}
