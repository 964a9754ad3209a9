package org.counterpoint.eval.judge;

import org.counterpoint.data.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Two answers to one instruction.
 *
 * @param id the instruction's
 * @param baseline the baseline's answer, to the letter
 * @param reference an answer known to be good; null where there is none
 * @param origin of the candidate's answer
 */
public record AnswerPair(
        String id,
        String instruction,
        String baseline,
        String candidate,
        @Nullable String reference,
        Origin origin) {

    boolean identical() {
        return baseline.equals(candidate);
    }
}
