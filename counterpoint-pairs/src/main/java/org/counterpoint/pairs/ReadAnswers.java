package org.counterpoint.pairs;

import java.io.Serializable;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known after the last answer was read.
 *
 * @param models who answered, at most {@link #MOST_MODELS}
 * @param rows non-blank lines or array elements of all files, broken ones too
 * @param refusals answers that open as refusals do
 * @param cutOff answers that ended for their length
 */
public record ReadAnswers(Set<String> models, long rows, long refusals, long cutOff) implements Serializable {
    /** Of no file. */
    public static final ReadAnswers NONE = new ReadAnswers(Set.of(), 0, 0, 0);

    /** More models than any order names; a file with a name a row must not fill the memory. */
    public static final int MOST_MODELS = 1000;

    public ReadAnswers {
        models = Collections.unmodifiableSet(new TreeSet<>(models));
    }

    /** Of these and of those that were read after them. */
    public ReadAnswers plus(ReadAnswers later) {
        Set<String> all = new TreeSet<>(models);
        for (String model : later.models) {
            if (all.size() < MOST_MODELS) {
                all.add(model);
            }
        }
        return new ReadAnswers(all, rows + later.rows, refusals + later.refusals, cutOff + later.cutOff);
    }
}
