package org.counterpoint.eval.annotations;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;

/** What was not used of one file: how many by reason, the first places by name, everything to the next ledger. */
public final class Account implements Ledger {
    private static final int NAMED = 5;

    private final Ledger next;
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, List<LedgerEntry>> first = new TreeMap<>();

    public Account(Ledger next) {
        this.next = next;
    }

    @Override
    public void add(LedgerEntry entry) {
        counts.merge(entry.reason(), 1L, Long::sum);
        List<LedgerEntry> named = first.computeIfAbsent(entry.reason(), reason -> new ArrayList<>());
        if (named.size() < NAMED) {
            named.add(entry);
        }
        next.add(entry);
    }

    /** How many by reason. */
    public Map<String, Long> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /** The first few entries of each reason. */
    public Map<String, List<LedgerEntry>> first() {
        return Collections.unmodifiableMap(first);
    }
}
