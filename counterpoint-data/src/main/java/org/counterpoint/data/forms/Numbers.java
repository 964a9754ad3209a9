package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Numbers in rows of any form: as JSON has them, or written as a text, as data sets often do. */
public final class Numbers {
    private static final Pattern WRITTEN = Pattern.compile("[-+]?[0-9]{1,18}(\\.[0-9]{1,18})?([eE][-+]?[0-9]{1,3})?");

    private Numbers() {}

    /** The number; null where there is none, such as for "N/A". */
    static @Nullable Double of(@Nullable JsonNode value) {
        if (value == null) {
            return null;
        }
        double number = Double.NaN;
        if (value.isNumber()) {
            number = value.doubleValue();
        } else if (value.isString()
                && WRITTEN.matcher(value.stringValue().strip()).matches()) {
            number = Double.parseDouble(value.stringValue().strip());
        }
        return Double.isFinite(number) ? number : null;
    }

    /** A field that is a number where it is there and not null. */
    static @Nullable Double optional(JsonNode object, String path, String name) throws RowFault {
        JsonNode value = Fields.optional(object, name);
        if (value == null) {
            return null;
        }
        Double number = of(value);
        if (number == null) {
            throw Fields.wrongType(path + name, "a number", value);
        }
        return number;
    }

    /** The place of a response in a list; whole, as 1 and 1.0 are. */
    static int index(JsonNode object, String path, String name) throws RowFault {
        JsonNode value = Fields.required(object, path, name);
        Double number = of(value);
        if (number == null || number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw Fields.wrongType(path + name, "a whole number", value);
        }
        return number.intValue();
    }

    /**
     * Ranks as whole numbers: themselves where all are whole, else their places, so that 1 and 1.5 stay different.
     *
     * @param ranks one a response; of a response without one, its position
     */
    static List<Integer> ranks(List<@Nullable Double> ranks) {
        List<Double> given = new ArrayList<>();
        for (int i = 0; i < ranks.size(); i++) {
            Double rank = ranks.get(i);
            given.add(rank == null ? (double) i : rank);
        }
        if (given.stream().allMatch(rank -> rank == Math.rint(rank) && Math.abs(rank) <= Integer.MAX_VALUE)) {
            return given.stream().map(Double::intValue).toList();
        }
        TreeSet<Double> distinct = new TreeSet<>(given);
        return given.stream().map(rank -> distinct.headSet(rank).size()).toList();
    }

    /** The scales on which rows rate, the finer one first, in the order in which they are preferred. */
    public static final List<String> SCALES =
            List.of("annotations", "fine-grained_score", "overall_score", "rating", "score");

    /** An answer's ratings by their scale; the mean of UltraFeedback's aspects is what its authors advise to use. */
    static Map<String, Double> ratings(JsonNode item) {
        Map<String, Double> ratings = new TreeMap<>();
        double sum = 0;
        int count = 0;
        for (JsonNode aspect : item.path("annotations")) {
            Double rating = of(aspect.path("Rating"));
            if (rating != null) {
                sum += rating;
                count++;
            }
        }
        if (count > 0) {
            ratings.put("annotations", sum / count);
        }
        for (String scale : SCALES.subList(1, SCALES.size())) {
            Double rating = of(item.get(scale));
            if (rating != null) {
                ratings.put(scale, rating);
            }
        }
        return ratings.isEmpty() ? Map.of() : ratings;
    }

    /** A pair's named difficulty scores, empty where it has none; a score that is null is left out. */
    static Map<String, Double> scores(JsonNode object, String path) throws RowFault {
        JsonNode value = Fields.optional(object, "scores");
        if (value == null) {
            return Map.of();
        }
        Fields.requireObject(value, path + "scores");
        Map<String, Double> scores = new TreeMap<>();
        for (Map.Entry<String, JsonNode> score : value.properties()) {
            if (!score.getValue().isNull()) {
                Double number = of(score.getValue());
                if (number == null) {
                    throw Fields.wrongType(path + "scores." + score.getKey(), "a finite number", score.getValue());
                }
                scores.put(score.getKey(), number);
            }
        }
        return scores;
    }
}
