package org.counterpoint.pairs.choose;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.Values;

/**
 * Which prompts are used.
 *
 * @param duplicates which of them count as one
 * @param nearDuplicate from which similarity (0 to 1) on two are near-duplicates
 * @param decontaminate files whose prompts must not be in the data
 * @param ngram how many words in a row are contamination
 */
public record PromptFilters(Duplicates duplicates, double nearDuplicate, List<Path> decontaminate, int ngram) {

    /** Which prompts are one prompt. */
    public enum Duplicates {
        /** Each prompt is its own; nobody looks. */
        KEEP,
        /** Of prompts that are equal but for case, whitespace and Unicode form only the first is kept. */
        EXACT,
        /** Of similar prompts too. */
        NEAR
    }

    public PromptFilters {
        decontaminate = List.copyOf(decontaminate);
    }

    static PromptFilters of(Values values) {
        return new PromptFilters(
                values.choice("duplicates", Duplicates.class),
                values.real("near_duplicate"),
                values.texts("decontaminate").stream().map(Path::of).toList(),
                values.integer("ngram"));
    }

    /** Puts the values by their settings' names. */
    void describe(Map<String, Object> into) {
        into.put("duplicates", Setting.wireName(duplicates));
        into.put("near_duplicate", nearDuplicate);
        into.put("decontaminate", decontaminate.stream().map(Path::toString).collect(Collectors.joining(",")));
        into.put("ngram", ngram);
    }
}
