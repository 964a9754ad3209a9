package org.counterpoint.eval.judge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A comparison and what a judge said of it.
 *
 * @param preference 1: the baseline's answer is better, 2: the candidate's, 1.5: neither; null unless decided
 * @param askings every question that was asked for it, in order; empty where none was needed
 */
public record Judged(
        AnswerPair comparison, Status status, @Nullable Double preference, List<Asking> askings) {
    public Judged {
        askings = List.copyOf(askings);
    }

    /** How it ended. */
    public enum Status {
        /** With a verdict. */
        DECIDED,
        /** With a tie that nobody was asked for: the two texts are equal. */
        IDENTICAL,
        /** With answers that cannot be read. */
        UNPARSABLE,
        /** Without an answer of the judge. */
        FAILED,
        /** Not at all: the budget or the server ended first. */
        NOT_ASKED
    }
}
