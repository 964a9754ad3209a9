package org.counterpoint.data;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what passes to another ledger, by reason and by kind, and remembers the first place. */
public final class CountingLedger implements Ledger {
    private final Ledger next;
    private final Map<String, Long> byReason = new TreeMap<>();
    private final Map<LedgerEntry.Kind, Map<String, Long>> byKind = new EnumMap<>(LedgerEntry.Kind.class);
    private final Map<String, LedgerEntry> firsts = new LinkedHashMap<>();

    public CountingLedger(Ledger next) {
        this.next = next;
    }

    /** Counts and keeps nothing. */
    public static CountingLedger discarding() {
        return new CountingLedger(entry -> {});
    }

    @Override
    public void add(LedgerEntry entry) {
        byReason.merge(entry.reason(), 1L, Long::sum);
        byKind.computeIfAbsent(entry.kind(), kind -> new TreeMap<>()).merge(entry.reason(), 1L, Long::sum);
        firsts.putIfAbsent(entry.reason(), entry);
        next.add(entry);
    }

    /** Takes the counts of entries that are in a ledger elsewhere. */
    public void count(Map<LedgerEntry.Kind, Map<String, Long>> elsewhere) {
        elsewhere.forEach((kind, reasons) -> reasons.forEach((reason, count) -> {
            byReason.merge(reason, count, Long::sum);
            byKind.computeIfAbsent(kind, name -> new TreeMap<>()).merge(reason, count, Long::sum);
        }));
    }

    /** How many entries there were by kind and reason, as {@link #count(Map)} takes it. */
    public Map<LedgerEntry.Kind, Map<String, Long>> byKind() {
        return byKind;
    }

    /** How many entries there were of each reason, by the reason's name. */
    public Map<String, Long> byReason() {
        return Collections.unmodifiableMap(byReason);
    }

    public long count(String reason) {
        return byReason.getOrDefault(reason, 0L);
    }

    public long count(LedgerEntry.Kind kind) {
        return byReason(kind).values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many entries of a kind there were of each reason. */
    public Map<String, Long> byReason(LedgerEntry.Kind kind) {
        return Collections.unmodifiableMap(byKind.getOrDefault(kind, Map.of()));
    }

    public long total() {
        return byReason.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The first entry, or null where nothing was set aside. */
    public @Nullable LedgerEntry first() {
        return firsts.values().stream().findFirst().orElse(null);
    }

    /** The first entry of the most frequent reason, or null where nothing was set aside. */
    public @Nullable LedgerEntry firstOfMost() {
        return byReason.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> firsts.get(most.getKey()))
                .orElse(null);
    }

    /** Whether a file ended too early, so that the work was done only in part. */
    public boolean truncated() {
        return count(Reasons.TRUNCATED_FILE) > 0;
    }
}
