package org.counterpoint.eval.judge.template;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The gaps of a template, written as their names in braces. */
public enum Placeholder {
    /** What both models were asked. */
    INSTRUCTION,
    /** The answer shown first, whosever it is. */
    OUTPUT_1,
    /** The answer shown second. */
    OUTPUT_2,
    /** The only answer, where the judge sees one at a time. */
    OUTPUT,
    /** An answer known to be good, from a file of references. */
    REFERENCE,
    /** The criteria of a rubric, one a line. */
    CRITERIA,
    /** A mark that occurs in none of the texts and cannot be foreseen: where an answer ends. */
    FENCE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Placeholder> named(String name) {
        return Stream.of(values())
                .filter(placeholder -> placeholder.wireName().equals(name))
                .findFirst();
    }
}
