package org.counterpoint.report.chart;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;
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

    /** As far as there are steps, no farther. */
    static ObjectNode steps(String field, String title) {
        ObjectNode axis = axis(field, "quantitative", title);
        axis.putObject("scale").put("zero", false).put("nice", false);
        return axis;
    }

    static JsonNode texts(List<String> texts) {
        return JSON.valueToTree(texts);
    }

    /** Series by colour, in the order given. */
    static ObjectNode series(String field, List<String> order) {
        return channel(field, order, index -> JSON.valueToTree(COLOURS.get(index % COLOURS.size())));
    }

    /** Lines that have run out of colours are told apart by their dashes. */
    static ObjectNode dashes(String field, List<String> order) {
        return channel(field, order, index -> JSON.valueToTree(DASHES.get(index / COLOURS.size() % DASHES.size())));
    }

    private static ObjectNode channel(String field, List<String> order, IntFunction<JsonNode> value) {
        ObjectNode channel = JSON.createObjectNode();
        channel.put("field", field).put("type", "nominal").putNull("title");
        ObjectNode scale = channel.putObject("scale");
        scale.set("domain", JSON.valueToTree(order));
        ArrayNode range = scale.putArray("range");
        for (int i = 0; i < Math.max(1, order.size()); i++) {
            range.add(value.apply(i));
        }
        return channel;
    }
}
