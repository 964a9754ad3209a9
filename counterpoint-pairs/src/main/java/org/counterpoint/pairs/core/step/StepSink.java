package org.counterpoint.pairs.core.step;

import org.counterpoint.data.Ledger;

/** Where a step accounts for what it does. */
public interface StepSink extends Ledger {
    /** Counts something that a person should know of and that changes nothing. */
    default void notice(String name) {
        notice(name, 1);
    }

    /** Counts it so many times. */
    void notice(String name, long times);

    /** The part of a summary that this sink's groups go into. */
    <S extends Summary<S>> S part(SummaryKey<S> key);
}
