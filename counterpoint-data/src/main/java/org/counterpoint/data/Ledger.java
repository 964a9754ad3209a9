package org.counterpoint.data;

/** Takes down everything that is set aside. Implementations count; files, memory and tests differ. */
@FunctionalInterface
public interface Ledger {
    void add(LedgerEntry entry);
}
