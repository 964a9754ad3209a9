package org.counterpoint.report.chart;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.report.Section;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Estimates with their intervals, one beneath the other, about a line of no difference. */
public final class ForestPlot {
    private static final int ROW = 26;

    private ForestPlot() {}

    /** One line of the plot: a name, such as an arm's, its value and its interval's ends. */
    public record Row(String label, double value, double low, double high) {}

    /**
     * @param note how intervals were made and what the line means
     * @param axis what the values are, with their unit
     * @param reference where the line stands, such as 50 for win rates in percent
     */
    public static Section.Chart of(String heading, String note, String axis, List<Row> rows, double reference) {
        List<Map<String, Object>> values = rows.stream()
                .map(row -> {
                    Map<String, Object> value = new LinkedHashMap<>();
                    value.put("label", row.label());
                    value.put("value", row.value());
                    value.put("low", row.low());
                    value.put("high", row.high());
                    return value;
                })
                .toList();
        ObjectNode spec = Spec.of(values, Math.max(2, rows.size()) * ROW);
        ObjectNode y = Spec.parse("{'field':'label','type':'nominal','title':null,'sort':null}");
        ObjectNode tooltip = Spec.parse("{'content':'data'}");
        ArrayNode layers = spec.putArray("layer");

        ObjectNode line = layers.addObject();
        line.set("mark", Spec.parse("{'type':'rule','color':'#7d8590','strokeDash':[5,4]}"));
        line.putObject("encoding").putObject("x").put("datum", reference);

        ObjectNode interval = layers.addObject();
        ObjectNode bar = Spec.parse("{'type':'rule','strokeWidth':2.5}");
        bar.set("tooltip", tooltip.deepCopy());
        interval.set("mark", bar);
        ObjectNode ends = interval.putObject("encoding");
        ends.set("x", Spec.number("low", axis));
        ends.putObject("x2").put("field", "high");
        ends.set("y", y);

        ObjectNode points = layers.addObject();
        ObjectNode point = Spec.parse("{'type':'point','filled':true,'size':80,'opacity':1}");
        point.set("tooltip", tooltip);
        points.set("mark", point);
        ObjectNode at = points.putObject("encoding");
        at.set("x", Spec.number("value", axis));
        at.set("y", y.deepCopy());
        return new Section.Chart(heading, note, spec);
    }
}
