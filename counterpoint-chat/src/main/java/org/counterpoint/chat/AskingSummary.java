package org.counterpoint.chat;

import org.jspecify.annotations.Nullable;

/**
 * What asking came to.
 *
 * @param answered questions with an answer, earlier processes' included
 * @param fromJournal those among them that were not asked now
 * @param failed questions that ended without an answer
 * @param notAsked questions left because a budget ended or the server is down
 * @param cost in the price table's money, earlier processes' included; NaN where no price is known
 * @param stopped why it ended early, as a sentence; null where it did not
 */
public record AskingSummary(
        long answered,
        long fromJournal,
        long failed,
        long notAsked,
        long promptTokens,
        long completionTokens,
        double cost,
        @Nullable String stopped) {}
