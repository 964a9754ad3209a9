package org.counterpoint.pairs.core.step;

import java.io.Serializable;

/**
 * What is found out of many groups part by part, so that one thread, many, or a cluster come to the same: a part begins
 * empty ({@link SummaryKey#zero}), takes groups in by its own methods, and merges with the part that comes after it; what
 * it comes to is asked of the last one. Parts are merged in the order of the groups in the input, never in that of their
 * arrival.
 */
public interface Summary<S extends Summary<S>> extends Serializable {
    /** Takes in what was found out of the groups that come next; {@code later} is not used after this. */
    void merge(S later);
}
