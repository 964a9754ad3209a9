package org.counterpoint.data.forms;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A pair's named difficulty scores. */
final class Scores {
    private Scores() {}

    /** The {@code scores} of an object, empty where it has none; a score that is null is left out. */
    static Map<String, Double> read(JsonNode object, String path) throws RowFault {
        @Nullable JsonNode value = Fields.optional(object, "scores");
        if (value == null) {
            return Map.of();
        }
        Fields.requireObject(value, path + "scores");
        Map<String, Double> scores = new TreeMap<>();
        for (Map.Entry<String, JsonNode> score : value.properties()) {
            if (score.getValue().isNull()) {
                continue;
            }
            double number = score.getValue().isNumber() ? score.getValue().doubleValue() : Double.NaN;
            if (!Double.isFinite(number)) {
                throw Fields.wrongType(path + "scores." + score.getKey(), "a finite number", score.getValue());
            }
            scores.put(score.getKey(), number);
        }
        return scores;
    }
}
