package org.counterpoint.pairs;

import java.io.Serializable;
import java.util.function.Predicate;
import org.counterpoint.data.Prompt;
import org.jspecify.annotations.Nullable;

/**
 * What a split holds out.
 *
 * @param contains whether a prompt is held out
 * @param prompts how many different ones are
 * @param all how many different ones there are
 * @param clusters how many clusters there are, and how many of them are held out; null where none were looked for
 */
public record HeldOut(Test contains, int prompts, int all, SplitSummary.@Nullable Clusters clusters)
        implements Serializable {
    /** Whether a prompt is held out. */
    @FunctionalInterface
    public interface Test extends Predicate<Prompt>, Serializable {}
}
