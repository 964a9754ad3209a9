package org.counterpoint.chat;

import org.jspecify.annotations.Nullable;

/**
 * What asking came to.
 *
 * @param answered questions with an answer, earlier processes' included
 * @param fromJournal those among them that were not asked now
 * @param failed questions that ended without an answer
 * @param notAsked questions left because a budget ended or the server is down
 * @param uncounted answers whose tokens the server did not count: theirs are estimates, above rather than below
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
        long uncounted,
        double cost,
        @Nullable String stopped) {

    /** The tokens in words, such as {@code 13 tokens in, 2 out}, and whether they are estimates. */
    public String tokens() {
        String all = promptTokens + " tokens in, " + completionTokens + " out";
        return uncounted == 0 ? all : "about " + all + " (the server did not count those of " + uncounted + " answers)";
    }
}
