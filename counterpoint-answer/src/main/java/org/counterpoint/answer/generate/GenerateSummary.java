package org.counterpoint.answer.generate;

import java.util.Map;
import org.counterpoint.data.LedgerEntry;
import org.jspecify.annotations.Nullable;

/**
 * What a run of {@code generate} did.
 *
 * @param finishedBefore whether an earlier run of the same work had finished, so that there was nothing to do
 * @param answers rows in the output
 * @param resumed how many of them an earlier run had made
 * @param stopped how many ended at a stop token, the others at the limit
 * @param tokens generated, stop tokens included
 * @param elapsedSeconds spent answering, since the model was loaded
 * @param setAside prompts that were not answered, by reason
 * @param firstSetAside the first of them; null where there is none
 * @param notAsked answers that the budget left over
 * @param truncated whether a file ended too early
 */
public record GenerateSummary(
        boolean finishedBefore,
        long answers,
        long resumed,
        long stopped,
        long tokens,
        double elapsedSeconds,
        Map<String, Long> setAside,
        @Nullable LedgerEntry firstSetAside,
        long notAsked,
        boolean truncated) {

    static GenerateSummary nothingToDo() {
        return new GenerateSummary(true, 0, 0, 0, 0, 0, Map.of(), null, 0, false);
    }
}
