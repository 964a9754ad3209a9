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
    private static final Comparator<Example> OF_ONE_GROUP = Comparator.comparing(Example::chosenModel)
            .thenComparing(Example::rejectedModel)
            .thenComparing(Example::chosen)
            .thenComparing(Example::rejected);

    /** By value; equals have an order of their own, so that it is the same ones that are kept of too many. */
    @Override
    public int compareTo(Example other) {
        int byGroup = compareTo(other.value, other.id);
        return byGroup == 0 ? OF_ONE_GROUP.compare(this, other) : byGroup;
    }

    /** How it compares with any pair of that value and group; 0 where more has to be known of the other. */
    int compareTo(double otherValue, String otherId) {
        int byValue = Double.compare(value, otherValue);
        return byValue == 0 ? id.compareTo(otherId) : byValue;
    }
}
