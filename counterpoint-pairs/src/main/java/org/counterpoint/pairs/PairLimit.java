package org.counterpoint.pairs;

import org.counterpoint.data.InputException;
import org.counterpoint.data.ResponseGroup;

/** How many pairs one prompt may have: more are no data but a mistake, and would drown all other prompts. */
final class PairLimit {
    private static final int MOST = 1_000;

    private PairLimit() {}

    /** @throws InputException where it is exceeded */
    static void check(ResponseGroup group) {
        if (group.pairs().size() > MOST) {
            throw new InputException("The prompt of " + group.origin() + " has "
                    + group.responses().size() + " answers and so "
                    + group.pairs().size() + " pairs, more than "
                    + MOST + ".\nTake fewer of them: --choose pairs=best_against_rest, pairs=adjacent or"
                    + " pairs=one_per_prompt.");
        }
    }
}
