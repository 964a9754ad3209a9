package org.counterpoint.train.batch;

import org.counterpoint.data.LedgerEntry;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A ledger entry as one line of JSON. */
public final class LedgerLine {
    private LedgerLine() {}

    /** The line, its line end included. */
    public static String of(LedgerEntry entry) {
        ObjectNode node = JsonMapper.shared().createObjectNode();
        node.put("kind", entry.kind().wireName());
        node.put("file", entry.origin().file());
        node.put("line", entry.origin().line());
        node.put("id", entry.id());
        node.put("reason", entry.reason());
        node.put("detail", entry.detail());
        return node + "\n";
    }
}
