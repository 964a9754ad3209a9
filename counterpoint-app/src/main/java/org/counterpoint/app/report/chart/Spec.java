package org.counterpoint.app.report.chart;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Pieces of Vega-Lite specifications. */
final class Spec {
    private static final JsonMapper JSON = JsonMapper.shared();

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

    /** A series by colour, in the order given. */
    static ObjectNode series(String field, List<String> order) {
        ObjectNode colour = JSON.createObjectNode();
        colour.put("field", field).put("type", "nominal").putNull("title");
        colour.putObject("scale").set("domain", JSON.valueToTree(order));
        return colour;
    }
}
