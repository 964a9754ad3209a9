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
import org.counterpoint.pairs.core.choose.AnswerFilters;
import org.counterpoint.pairs.core.choose.AnswerFilters.Check;
import org.counterpoint.pairs.core.choose.PairSelection;
import org.counterpoint.pairs.core.choose.ThoughtRule;
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
 * @param thoughts what becomes of thoughts before answers
 * @param refusals a file with the openings of refusals, in place of the list that is built in; null for that
 * @param seed of every choice among equals
 */
public record ChooseSettings(
        PromptFilters prompts,
        AnswerFilters answers,
        ThoughtRule thoughts,
        @Nullable Path refusals,
        PairSelection pairs,
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
                            Setting.choice("duplicates", PromptFilters.Duplicates.KEEP, "which prompts count as one"),
                            share("near_duplicate", 0.7, "from which similarity on two prompts are near-duplicates"),
                            Setting.list(
                                    "decontaminate", new SettingType.Paths(), "prompts that must not be in the data"),
                            Setting.whole("ngram", 2, 13L, "how many words in a row are contamination"),
                            Setting.choice("pairs", PairSelection.Policy.ALL, "which of a group's pairs are taken"),
                            Setting.list("types", new SettingType.Names(), "the pair types to take"),
                            Setting.flag("balance_types", "as many pairs of each type as of the rarest"),
                            Setting.choice(
                                    "length", PairSelection.LengthControl.REPORT, "what to do about the lengths"),
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
                PromptFilters.of(values),
                AnswerFilters.of(values),
                thoughts(values.choice("thoughts", ThoughtRule.What.class), values.texts("thought_tags")),
                refusals == null ? null : Path.of(refusals),
                PairSelection.of(values),
                values.whole("seed"));
    }

    /** @param tags what opens and what ends a thought, in turn; empty for the tags that are known */
    private static ThoughtRule thoughts(ThoughtRule.What what, List<String> tags) {
        List<Thoughts.Tags> pairs = new ArrayList<>();
        for (int i = 0; i < tags.size(); i += 2) {
            pairs.add(new Thoughts.Tags(tags.get(i), tags.get(i + 1)));
        }
        return new ThoughtRule(what, pairs.isEmpty() ? Thoughts.USUAL : new Thoughts(pairs));
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
        prompts.describe(all);
        answers.describe(all);
        all.put("thoughts", Setting.wireName(thoughts.what()));
        all.put("thought_tags", tags());
        all.put("refusals", String.valueOf(refusals));
        pairs.describe(all);
        all.put("seed", seed);
        return all;
    }

    private String tags() {
        return thoughts.thoughts().equals(Thoughts.USUAL)
                ? ""
                : thoughts.thoughts().tags().stream()
                        .map(tags -> tags.open() + "," + tags.close())
                        .collect(Collectors.joining(","));
    }
}
