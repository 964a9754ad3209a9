package org.counterpoint.data;

import java.util.ArrayList;
import java.util.List;

/** Keeps every entry in memory: for tests and for files known to be small. */
public final class MemoryLedger implements Ledger {
    private final List<LedgerEntry> entries = new ArrayList<>();

    @Override
    public void add(LedgerEntry entry) {
        entries.add(entry);
    }

    public List<LedgerEntry> entries() {
        return List.copyOf(entries);
    }
}
