package org.counterpoint.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.data.LedgerEntry;

/**
 * What a task set aside.
 *
 * @param part of the task
 * @param folder where its files are
 * @param setAside how many entries of its ledger there are, by kind and reason
 */
record ReadLedger(int part, String folder, Map<LedgerEntry.Kind, Map<String, Long>> setAside) implements Serializable {
    /** One of each part, in the order of the parts. */
    static List<ReadLedger> inOrder(List<ReadLedger> ledgers) {
        Map<Integer, ReadLedger> byPart = new TreeMap<>();
        ledgers.forEach(ledger -> byPart.putIfAbsent(ledger.part(), ledger));
        return List.copyOf(byPart.values());
    }
}
