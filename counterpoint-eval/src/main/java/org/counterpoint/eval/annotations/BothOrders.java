package org.counterpoint.eval.annotations;

import org.jspecify.annotations.Nullable;

/**
 * What one judge said of the same two answers in either order, both in AlpacaEval's sense (1 the baseline is better, 2
 * the candidate), whichever was shown first. In a file: {@code preference_baseline_first} and
 * {@code preference_candidate_first}.
 *
 * @param baselineFirst null where there was no verdict
 * @param candidateFirst null where there was no verdict
 */
public record BothOrders(
        @Nullable Double baselineFirst, @Nullable Double candidateFirst) {
    public static final String BASELINE_FIRST = "preference_baseline_first";
    public static final String CANDIDATE_FIRST = "preference_candidate_first";

    /** Whether both verdicts are there and name different winners, a tie being neither. */
    public boolean disagree() {
        return baselineFirst != null
                && candidateFirst != null
                && Math.signum(baselineFirst - 1.5) != Math.signum(candidateFirst - 1.5);
    }
}
