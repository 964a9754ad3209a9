package org.counterpoint.pairs.core.step;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;

/** Hands entries to a ledger, counts what was noticed, and holds the whole of each summary. */
public final class CountingSink implements StepSink {
    private final Ledger ledger;
    private final Map<String, Long> noticed = new TreeMap<>();
    private final SummaryParts parts = new SummaryParts();

    public CountingSink(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void add(LedgerEntry entry) {
        ledger.add(entry);
    }

    @Override
    public void notice(String name, long times) {
        noticed.merge(name, times, Long::sum);
    }

    @Override
    public <S extends Summary<S>> S part(SummaryKey<S> key) {
        return parts.part(key);
    }

    /** Merges all parts of a summary into this one, which need not be empty. */
    public <S extends Summary<S>> void hold(SummaryKey<S> key, S whole) {
        parts.hold(key, whole);
    }

    /** How often each name was noticed. */
    public Map<String, Long> noticed() {
        return Collections.unmodifiableMap(noticed);
    }
}
