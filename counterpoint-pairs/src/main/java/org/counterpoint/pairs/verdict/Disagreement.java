package org.counterpoint.pairs.verdict;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.counterpoint.data.InputException;

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

    /** @throws InputException where there is none of this name */
    public static Disagreement parse(String name) {
        return Arrays.stream(values())
                .filter(each -> each.wireName().equals(name))
                .findAny()
                .orElseThrow(() -> new InputException("--disagreement is \"" + name + "\"; it is one of "
                        + Arrays.stream(values()).map(Disagreement::wireName).collect(Collectors.joining(", "))
                        + "."));
    }
}
