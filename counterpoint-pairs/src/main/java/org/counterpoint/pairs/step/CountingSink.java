package org.counterpoint.pairs.step;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;

/** Hands entries to a ledger and counts what was noticed. */
public final class CountingSink implements StepSink {
    private final Ledger ledger;
    private final Map<String, Long> noticed = new TreeMap<>();

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

    /** How often each name was noticed. */
    public Map<String, Long> noticed() {
        return Collections.unmodifiableMap(noticed);
    }
}
