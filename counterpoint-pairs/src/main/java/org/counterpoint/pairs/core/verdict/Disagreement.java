package org.counterpoint.pairs.core.verdict;

import java.util.Locale;

/** What becomes of a pair whose verdict contradicts the order. A tie contradicts nothing. */
public enum Disagreement {
    /** The order stands. */
    KEEP,
    /** The pair goes to the ledger as {@code contradicted}. */
    DROP,
    /** The judge's answer is chosen; the pair keeps its type, which names the declared order. */
    FLIP;

    /** The name on the command line. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
