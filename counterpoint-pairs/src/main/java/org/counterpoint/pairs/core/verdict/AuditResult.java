package org.counterpoint.pairs.core.verdict;

import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How often the order was contradicted.
 *
 * @param pairs all pairs that the order gives, with a verdict or without
 * @param otherTexts pairs whose verdict is on other texts than the answers, and so was not used
 */
public record AuditResult(
        long pairs,
        long otherTexts,
        AuditCell all,
        Map<String, AuditCell> byType,
        Map<Audit.Length, AuditCell> byLength,
        Map<String, AuditCell> byCategory,
        Map<String, Map<Audit.Length, AuditCell>> byTypeAndLength) {

    /** The content of {@code audit} in {@code summary.json}. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("pairs", pairs);
        json.put("other_texts", otherTexts);
        put(json, all);
        ObjectNode types = json.putObject("by_type");
        byType.forEach((type, cell) -> {
            ObjectNode item = put(types.putObject(type), cell);
            byTypeAndLength
                    .getOrDefault(type, Map.of())
                    .forEach((length, part) -> put(item.putObject(key(length)), part));
        });
        ObjectNode lengths = json.putObject("by_length");
        byLength.forEach((length, cell) -> put(lengths.putObject(key(length)), cell));
        ObjectNode categories = json.putObject("by_category");
        byCategory.forEach((category, cell) -> put(categories.putObject(category), cell));
        return json;
    }

    private static String key(Audit.Length length) {
        return length.words().replace(' ', '_');
    }

    private static ObjectNode put(ObjectNode json, AuditCell cell) {
        json.put("judged", cell.judged())
                .put("contradicted", cell.contradicted())
                .put("ties", cell.ties());
        if (cell.judged() > 0) {
            json.put("rate", cell.rate());
            json.putArray("interval")
                    .add(cell.interval().low())
                    .add(cell.interval().high());
        }
        return json;
    }
}
