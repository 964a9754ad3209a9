package org.counterpoint.recipe.stage;

import org.counterpoint.data.InputException;

/** Work that could be done only in part. */
final class Partial {
    private Partial() {}

    /** @throws InputException where a file ended too early: later stages would take a part for the whole */
    static void check(StageRun<?> run, boolean truncated) {
        if (truncated) {
            throw new InputException("an input of " + run.name()
                    + " ends too early or is damaged (see the ledger of the stage's input)\n"
                    + "  get the whole file and start again");
        }
    }
}
