package org.counterpoint.pairs.step;

import java.util.function.Supplier;

/** Names a summary to the sinks that hold its parts: the same instance, the same summary. */
public final class SummaryKey<S extends Summary<S>> {
    private final Supplier<S> zero;

    /** @param zero makes an empty part; called from several threads */
    public SummaryKey(Supplier<S> zero) {
        this.zero = zero;
    }

    S zero() {
        return zero.get();
    }
}
