package org.counterpoint.recipe.stage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.counterpoint.data.Suggestion;
import org.counterpoint.pairs.choose.ChooseSettings;
import org.counterpoint.pairs.text.Languages;
import org.counterpoint.recipe.yaml.Faults;
import org.counterpoint.train.settings.SettingType;
import org.jspecify.annotations.Nullable;

/** The {@code choose} block of a pairs stage: what is used of the answers and pairs that there are. */
final class ChooseFields {
    private static final String PREFIX = "choose.";
    private static final String REFUSALS = PREFIX + "refusals";
    private static final String DECONTAMINATE = PREFIX + "decontaminate";

    private ChooseFields() {}

    static List<Field> all() {
        return List.of(
                names("drop", "what to set aside instead of only counting it"),
                names("notice", "what to count where it is not set aside"),
                Field.optionalInput(REFUSALS, Field.Arity.ONE, "a file with the openings of refusals", Content.TEXT),
                share("near_identical", "from which similarity on two answers are near-identical"),
                count("min_chars", "the shortest answer, in characters"),
                count("max_chars", "the longest answer, in characters; 0: any"),
                count("min_words", "the shortest answer, in words"),
                count("max_words", "the longest answer, in words; 0: any"),
                names("languages", "the languages that answers may be in"),
                word("duplicates", ChooseSettings.Duplicates.values(), "which prompts count as one"),
                share("near_duplicate", "from which similarity on two prompts are near-duplicates"),
                Field.optionalInput(
                        DECONTAMINATE,
                        Field.Arity.SEVERAL,
                        "prompts that must not be in the data",
                        Content.ROWS,
                        Content.ANSWERS),
                count("ngram", "how many words in a row are contamination"),
                word("pairs", ChooseSettings.Policy.values(), "which of a group's pairs are taken"),
                names("types", "the pair types to take"),
                optional("balance_types", new SettingType.Flag(), "as many pairs of each type as of the rarest"),
                word("length", ChooseSettings.LengthControl.values(), "what to do about the lengths"),
                Field.real(
                        PREFIX + "length_ratio",
                        1,
                        Double.POSITIVE_INFINITY,
                        null,
                        "how many times longer, where lengths match"),
                optional(
                        "seed", new SettingType.Whole(Long.MIN_VALUE, Long.MAX_VALUE), "of every choice among equals"));
    }

    private static Field optional(String name, SettingType type, String meaning) {
        return Field.optional(PREFIX + name, type, null, meaning);
    }

    private static Field count(String name, String meaning) {
        return optional(name, new SettingType.Whole(0, Integer.MAX_VALUE), meaning);
    }

    private static Field share(String name, String meaning) {
        return Field.real(PREFIX + name, 0, 1, null, meaning);
    }

    private static Field names(String name, String meaning) {
        return new Field(PREFIX + name, new Field.Names(), false, null, meaning);
    }

    private static Field word(String name, Enum<?>[] values, String meaning) {
        List<String> words = Stream.of(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
        return optional(name, new SettingType.Word(words), meaning);
    }

    /** Reports checks and languages that there are none of. */
    static void check(Given given, Map<String, @Nullable Object> values, Faults faults) {
        List<String> checks = Stream.of(ChooseSettings.Check.values())
                .map(check -> check.name().toLowerCase(Locale.ROOT))
                .toList();
        known("drop", checks::contains, () -> checks, given, values, faults);
        known("notice", checks::contains, () -> checks, given, values, faults);
        known("languages", name -> Languages.code(name).isPresent(), Languages::known, given, values, faults);
    }

    private static void known(
            String field,
            Predicate<String> isKnown,
            Supplier<Collection<String>> all,
            Given given,
            Map<String, @Nullable Object> values,
            Faults faults) {
        if (values.get(PREFIX + field) instanceof List<?> names) {
            for (Object each : names) {
                String name = String.valueOf(each);
                if (!isKnown.test(name)) {
                    faults.add(
                            given.placeOf(PREFIX + field),
                            PREFIX + field + " knows no " + name + Suggestion.among(name, all.get()) + "; there are "
                                    + String.join(", ", all.get()));
                }
            }
        }
    }

    /** What a stage's settings and inputs say of it. */
    static ChooseSettings of(StageRun run) {
        Map<String, Object> block = new LinkedHashMap<>();
        run.settings().forEach((name, value) -> put(block, name, value));
        InputFile refusals = run.optionalInput(REFUSALS);
        if (refusals != null) {
            block.put("refusals", refusals.path().toString());
        }
        List<String> others = new ArrayList<>();
        run.inputs(DECONTAMINATE).forEach(input -> others.add(input.path().toString()));
        if (!others.isEmpty()) {
            block.put("decontaminate", others);
        }
        return ChooseSettings.read(block);
    }

    private static void put(Map<String, Object> block, String name, @Nullable Object value) {
        if (name.startsWith(PREFIX) && value != null) {
            block.put(name.substring(PREFIX.length()), value);
        }
    }
}
