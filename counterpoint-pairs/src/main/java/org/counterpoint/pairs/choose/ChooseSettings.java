package org.counterpoint.pairs.choose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Refusals;
import org.counterpoint.data.Thoughts;
import org.counterpoint.pairs.core.text.Languages;
import org.counterpoint.settings.Range;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.SettingType;
import org.counterpoint.settings.Suggestions;
import org.counterpoint.settings.Values;
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

    /** The settings by name, as a recipe's {@code choose:} block or {@code --choose NAME=VALUE} gives them. */
    public static final Schema<ChooseSettings> SCHEMA = new Schema<>(
                    List.of(
                            checks("drop", Set.of(), "what to leave out instead of only counting it"),
                            checks("notice", CHEAP, "what to count where it is not left out"),
                            Setting.choice(
                                    "thoughts", ThoughtRule.What.KEEP, "what becomes of thoughts before answers"),
                            Setting.list(
                                    "thought_tags",
                                    new SettingType.Names(),
                                    "what opens and what ends a thought, in turn"),
                            Setting.text("refusals", null, "a file with the openings of refusals"),
                            share("near_identical", 0.9, "from which similarity on two answers are near-identical"),
                            Setting.whole("min_chars", 0, 0L, "the shortest answer, in characters"),
                            Setting.whole("max_chars", 0, 0L, "the longest answer, in characters; 0: any"),
                            Setting.whole("min_words", 0, 0L, "the shortest answer, in words"),
                            Setting.whole("max_words", 0, 0L, "the longest answer, in words; 0: any"),
                            Setting.list("languages", new SettingType.Names(), "the languages that answers may be in"),
                            Setting.choice("duplicates", Duplicates.KEEP, "which prompts count as one"),
                            share("near_duplicate", 0.7, "from which similarity on two prompts are near-duplicates"),
                            Setting.list(
                                    "decontaminate", new SettingType.Paths(), "prompts that must not be in the data"),
                            Setting.whole("ngram", 2, 13L, "how many words in a row are contamination"),
                            Setting.choice("pairs", Policy.ALL, "which of a group's pairs are taken"),
                            Setting.list("types", new SettingType.Names(), "the pair types to take"),
                            Setting.flag("balance_types", "as many pairs of each type as of the rarest"),
                            Setting.choice("length", LengthControl.REPORT, "what to do about the lengths"),
                            Setting.real(
                                    "length_ratio",
                                    Range.atLeast(1),
                                    1.5,
                                    "how many times longer, where lengths match"),
                            Setting.seed("seed", 0L, "of every choice among equals")),
                    ChooseSettings::of)
            .with(ChooseSettings::checkLanguages)
            .with(ChooseSettings::checkTags);

    /** Everything is used. */
    public static final ChooseSettings DEFAULTS = SCHEMA.defaults();

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
        BEST_AGAINST_WORST,
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
     * Reads a block of settings.
     *
     * @throws InputException with every fault at once
     */
    public static ChooseSettings read(Map<String, ?> block) {
        Map<String, Object> named = new LinkedHashMap<>();
        block.forEach((name, value) -> named.put("choose." + name, value));
        return SCHEMA.under("choose").read(named).orElseThrow(faults -> new InputException(String.join("\n", faults)));
    }

    private static ChooseSettings of(Values values) {
        String refusals = values.optionalText("refusals");
        return new ChooseSettings(
                values.choices("drop", Check.class),
                values.choices("notice", Check.class),
                values.choice("thoughts", ThoughtRule.What.class),
                values.texts("thought_tags"),
                refusals == null ? null : Path.of(refusals),
                values.real("near_identical"),
                values.integer("min_chars"),
                values.integer("max_chars"),
                values.integer("min_words"),
                values.integer("max_words"),
                values.texts("languages").stream()
                        .map(name -> Languages.code(name).orElse(name))
                        .toList(),
                values.choice("duplicates", Duplicates.class),
                values.real("near_duplicate"),
                values.texts("decontaminate").stream().map(Path::of).toList(),
                values.integer("ngram"),
                values.choice("pairs", Policy.class),
                values.texts("types").stream().map(ChooseSettings::type).toList(),
                values.flag("balance_types"),
                values.choice("length", LengthControl.class),
                values.real("length_ratio"),
                values.whole("seed"));
    }

    private static Setting checks(String name, Set<Check> checks, String meaning) {
        List<String> all = Setting.wireNames(Check.class);
        List<String> usual = checks.stream().map(Setting::wireName).sorted().toList();
        return new Setting(name, new SettingType.Words(all), usual, meaning);
    }

    private static Setting share(String name, double usual, String meaning) {
        return Setting.real(name, Range.between(0, 1), usual, meaning);
    }

    private static void checkTags(Values given, BiConsumer<String, String> faults) {
        int tags = given.texts("thought_tags").size();
        if (tags % 2 != 0) {
            faults.accept(
                    "thought_tags",
                    "thought_tags has " + tags
                            + " tags; give what opens and what ends a thought in turn, such as <think>,</think>.");
        }
    }

    private static void checkLanguages(Values given, BiConsumer<String, String> faults) {
        for (String name : given.texts("languages")) {
            if (Languages.code(name).isEmpty()) {
                faults.accept(
                        "languages",
                        "languages knows no " + name + Suggestions.meant(name, Languages.known()) + "; there are "
                                + String.join(", ", Languages.known()));
            }
        }
    }

    /**
     * What a refusal is told by.
     *
     * @throws InputException where the file cannot be used
     */
    public Refusals refusalList() {
        return refusals == null ? Refusals.BUILT_IN : Refusals.read(refusals);
    }

    /** What becomes of thoughts. */
    public ThoughtRule thoughtRule() {
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
        all.put("drop", drop.stream().map(Setting::wireName).sorted().collect(Collectors.joining(",")));
        all.put("notice", notice.stream().map(Setting::wireName).sorted().collect(Collectors.joining(",")));
        all.put("thoughts", Setting.wireName(thoughts));
        all.put("thought_tags", String.join(",", thoughtTags));
        all.put("refusals", String.valueOf(refusals));
        all.put("near_identical", nearIdentical);
        all.put("min_chars", minChars);
        all.put("max_chars", maxChars);
        all.put("min_words", minWords);
        all.put("max_words", maxWords);
        all.put("languages", String.join(",", languages));
        all.put("duplicates", Setting.wireName(duplicates));
        all.put("near_duplicate", nearDuplicate);
        all.put("decontaminate", decontaminate.stream().map(Path::toString).collect(Collectors.joining(",")));
        all.put("ngram", ngram);
        all.put("pairs", Setting.wireName(policy));
        all.put("types", String.join(",", types));
        all.put("balance_types", balanceTypes);
        all.put("length", Setting.wireName(length));
        all.put("length_ratio", lengthRatio);
        all.put("seed", seed);
        return all;
    }
}
