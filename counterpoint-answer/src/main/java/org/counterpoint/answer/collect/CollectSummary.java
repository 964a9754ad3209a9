package org.counterpoint.answer.collect;

import java.util.Map;
import org.counterpoint.chat.AskingSummary;
import org.counterpoint.data.LedgerEntry;
import org.jspecify.annotations.Nullable;

/**
 * What a run of {@code collect} did.
 *
 * @param finishedBefore whether an earlier run of the same work had finished, so that there was nothing to do
 * @param asking what asking came to
 * @param cutOff answers that the limit of tokens cut
 * @param elapsedSeconds spent asking
 * @param setAside what is in the ledger, by reason
 * @param firstSetAside the first of it; null where there is none
 * @param truncated whether a file of prompts ended too early
 */
public record CollectSummary(
        boolean finishedBefore,
        AskingSummary asking,
        long cutOff,
        double elapsedSeconds,
        Map<String, Long> setAside,
        @Nullable LedgerEntry firstSetAside,
        boolean truncated) {

    static CollectSummary nothingToDo() {
        AskingSummary nothing = new AskingSummary(0, 0, 0, 0, 0, 0, 0, Double.NaN, null);
        return new CollectSummary(true, nothing, 0, 0, Map.of(), null, false);
    }

    /** Whether every prompt that could be read was answered. */
    public boolean isWhole() {
        return asking.failed() == 0 && asking.notAsked() == 0 && !truncated;
    }
}
