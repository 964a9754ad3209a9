package org.counterpoint.report.chart;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Pieces of Vega-Lite specifications. */
final class Spec {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Of middling brightness, so that they stand out from a light page and from a dark one. */
    private static final List<String> COLOURS =
            List.of("#3b82f6", "#d9730d", "#1a9e6e", "#d6457b", "#8b6cf0", "#1295a8", "#a08417", "#7d8590");

    private static final List<List<Integer>> DASHES = List.of(List.of(1, 0), List.of(6, 3), List.of(2, 3));

    private Spec() {}

    /** A specification around its data; values that are not finite are left out by Vega-Lite. */
    static ObjectNode of(List<? extends Map<String, ?>> values, int height) {
        ObjectNode spec = JSON.createObjectNode();
        spec.put("$schema", "https://vega.github.io/schema/vega-lite/v6.json");
        spec.put("height", height);
        spec.putObject("data").set("values", JSON.valueToTree(values));
        return spec;
    }

    /** What readers call the fields, in pairs of field and name; a field whose name is null is not for them. */
    static void titles(ObjectNode spec, @Nullable String... fieldsAndNames) {
        ObjectNode titles = spec.putObject("usermeta").putObject("titles");
        for (int i = 0; i < fieldsAndNames.length; i += 2) {
            titles.put(String.valueOf(fieldsAndNames[i]), fieldsAndNames[i + 1]);
        }
    }

    /** From JSON text with single quotes, which reads better among Java's. */
    static ObjectNode parse(String text) {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }

    static ObjectNode axis(String field, String type, String title) {
        ObjectNode axis = JSON.createObjectNode();
        axis.put("field", field).put("type", type).put("title", title);
        return axis;
    }

    static ObjectNode number(String field, String title) {
        ObjectNode axis = axis(field, "quantitative", title);
        axis.putObject("scale").put("zero", false).put("nice", true);
        return axis;
    }

    /** Series by colour, in the order given. */
    static ObjectNode series(String field, List<String> order) {
        return scaled(field, order, COLOURS);
    }

    /** Of each of so many series. */
    static List<String> colours(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> COLOURS.get(index % COLOURS.size()))
                .toList();
    }

    /** Lines that have run out of colours are told apart by their dashes. */
    static List<List<Integer>> dashes(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> DASHES.get(index / COLOURS.size() % DASHES.size()))
                .toList();
    }

    /** What stands for each value of a field: colours or shapes, from the first again where there are too few. */
    static ObjectNode scaled(String field, List<String> order, List<String> range) {
        ObjectNode channel = JSON.createObjectNode();
        channel.put("field", field).put("type", "nominal").putNull("title");
        ObjectNode scale = channel.putObject("scale");
        scale.set("domain", JSON.valueToTree(order));
        ArrayNode values = scale.putArray("range");
        for (int i = 0; i < Math.max(1, order.size()); i++) {
            values.add(range.get(i % range.size()));
        }
        return channel;
    }
}
