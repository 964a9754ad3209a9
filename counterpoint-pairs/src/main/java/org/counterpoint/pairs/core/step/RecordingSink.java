package org.counterpoint.pairs.core.step;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.LedgerEntry;

/** Keeps what a thread's groups gave, until it is their turn. */
public final class RecordingSink implements StepSink, Serializable {
    private final List<LedgerEntry> entries = new ArrayList<>();
    private final Map<String, Long> noticed = new HashMap<>();
    private final SummaryParts parts = new SummaryParts();

    @Override
    public void add(LedgerEntry entry) {
        entries.add(entry);
    }

    @Override
    public void notice(String name, long times) {
        noticed.merge(name, times, Long::sum);
    }

    @Override
    public <S extends Summary<S>> S part(SummaryKey<S> key) {
        return parts.part(key);
    }

    /** Hands everything on, entries in the order in which they came. */
    public void replay(StepSink sink) {
        entries.forEach(sink::add);
        noticed.forEach(sink::notice);
        parts.mergeInto(sink);
    }
}
