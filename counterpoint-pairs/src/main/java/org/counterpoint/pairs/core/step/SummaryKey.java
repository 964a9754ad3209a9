package org.counterpoint.pairs.core.step;

import java.io.Serializable;
import java.util.function.Supplier;

/** Names a summary to the sinks that hold its parts, also to those of another process: the same name, the same summary. */
public final class SummaryKey<S extends Summary<S>> implements Serializable {
    private final String name;
    private final Zero<S> zero;

    /** Makes an empty part; called from several threads. */
    @FunctionalInterface
    public interface Zero<S> extends Supplier<S>, Serializable {}

    /** @param name one that no other summary of the same run has */
    public SummaryKey(String name, Zero<S> zero) {
        this.name = name;
        this.zero = zero;
    }

    S zero() {
        return zero.get();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SummaryKey<?> key && key.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
