package org.counterpoint.pairs.core.measure;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A pair from one end of a score.
 *
 * @param score the score's name
 * @param value this pair's
 * @param prompt,chosen,rejected texts, cut where they are long
 */
public record Example(
        String score,
        double value,
        boolean low,
        String id,
        String type,
        String prompt,
        String chosenModel,
        String chosen,
        String rejectedModel,
        String rejected)
        implements Comparable<Example>, Serializable {
    private static final Comparator<Example> ORDER = Comparator.comparingDouble(Example::value)
            .thenComparing(Example::id)
            .thenComparing(Example::chosenModel)
            .thenComparing(Example::rejectedModel)
            .thenComparing(Example::chosen)
            .thenComparing(Example::rejected);

    /** By value; equals have an order of their own, so that it is the same ones that are kept of too many. */
    @Override
    public int compareTo(Example other) {
        return ORDER.compare(this, other);
    }
}
