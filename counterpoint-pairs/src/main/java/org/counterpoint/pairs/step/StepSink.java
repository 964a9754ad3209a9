package org.counterpoint.pairs.step;

import org.counterpoint.data.Ledger;

/** Where a step accounts for what it does. */
public interface StepSink extends Ledger {
    /** Counts something that a person should know of and that changes nothing. */
    default void notice(String name) {
        notice(name, 1);
    }

    /** Counts it so many times. */
    void notice(String name, long times);

    /** Does something that needs the order of the groups, in that order and on one thread. */
    default void inOrder(Runnable action) {
        action.run();
    }
}
