package org.counterpoint.pairs;

import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a run of {@code split} did.
 *
 * @param rowsRead non-blank lines or array elements, broken ones too
 * @param heldOutPrompts how many different prompts the held-out rows have
 * @param setAside how many ledger lines by reason
 * @param truncated whether a compressed file ended too early, so that only a part was read
 */
public record SplitSummary(
        long rowsRead,
        long trainRows,
        long heldOutRows,
        int heldOutPrompts,
        Map<String, Long> setAside,
        boolean truncated) {

    /** The content of {@code summary.json}. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("rows_read", rowsRead);
        json.put("train_rows", trainRows);
        json.put("held_out_rows", heldOutRows);
        json.put("held_out_prompts", heldOutPrompts);
        ObjectNode reasons = json.putObject("set_aside");
        setAside.forEach(reasons::put);
        return json;
    }
}
