package org.counterpoint.pairs;

import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a run of {@code split} did.
 *
 * @param rowsRead non-blank lines or array elements, broken ones too
 * @param heldOutPrompts how many different prompts the held-out rows have
 * @param clusters of near-duplicates; null where the cut is by prompt
 * @param setAside how many ledger lines by reason
 * @param truncated whether a file ended too early, so that only a part was read
 */
public record SplitSummary(
        long rowsRead,
        long trainRows,
        long heldOutRows,
        int heldOutPrompts,
        @Nullable Clusters clusters,
        Map<String, Long> setAside,
        boolean truncated) {

    /** How many there are, and how many of them are held out. */
    public record Clusters(int all, int heldOut) implements Serializable {}

    /** The content of {@code summary.json}. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("rows_read", rowsRead);
        json.put("train_rows", trainRows);
        json.put("held_out_rows", heldOutRows);
        json.put("held_out_prompts", heldOutPrompts);
        if (clusters != null) {
            json.put("clusters", clusters.all).put("held_out_clusters", clusters.heldOut);
        }
        ObjectNode reasons = json.putObject("set_aside");
        setAside.forEach(reasons::put);
        return json;
    }
}
