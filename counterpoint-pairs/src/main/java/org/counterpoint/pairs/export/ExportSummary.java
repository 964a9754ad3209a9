package org.counterpoint.pairs.export;

import java.util.List;
import java.util.Map;
import org.counterpoint.pairs.core.measure.Measurements;
import org.counterpoint.pairs.core.measure.Warnings;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was exported.
 *
 * @param lineage the file that says where answers came from; empty where there is none
 * @param withoutLineage answers that it does not know
 * @param setAside ledger lines by reason
 * @param truncated whether a file ended too early
 */
public record ExportSummary(
        ExportFormat format,
        long rowsRead,
        long groups,
        long pairs,
        Map<String, Long> pairsByType,
        String lineage,
        long withoutLineage,
        Map<String, Long> setAside,
        Measurements measured,
        boolean truncated) {

    /** See {@link Warnings}. */
    public List<String> warnings() {
        return Warnings.of(measured, null);
    }

    /** The content of {@code summary.json}. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", format.wireName()).put("file", format.file());
        json.put("rows_read", rowsRead).put("groups", groups).put("pairs", pairs);
        ObjectNode types = json.putObject("pairs_by_type");
        pairsByType.forEach(types::put);
        ObjectNode reasons = json.putObject("set_aside");
        setAside.forEach(reasons::put);
        json.put("lineage", lineage).put("answers_without_lineage", withoutLineage);
        measured.addTo(json);
        ArrayNode warnings = json.putArray("warnings");
        warnings().forEach(warnings::add);
        return json;
    }
}
