package org.counterpoint.report.chart;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.counterpoint.report.Section;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Estimates with their intervals, one beneath the other, about a line of no difference. */
public final class ForestPlot {
    private static final int ROW = 24;
    private static final String SIDE = "side";
    private static final List<String> SHAPES = List.of("triangle-up", "circle", "triangle-down", "diamond");
    private static final List<String> COLOURS = List.of("#1a9e6e", "#7d8590", "#d9730d", "#8b6cf0");

    private ForestPlot() {}

    /** One line of the plot: a name, such as an arm's, its value and its interval's ends. */
    public record Row(String label, double value, double low, double high) {}

    /**
     * What an interval's place says: by colour and shape of its point.
     *
     * @param above where all of it is above the line
     * @param across where it holds the line
     * @param below where all of it is below
     * @param line what stands on the line itself, without an interval
     */
    public record Sides(String above, String across, String below, String line) {
        /** Where more is neither better nor worse. */
        public static final Sides PLAIN = new Sides("above the line", "holds the line", "below the line", "the line");

        String of(Row row, double reference) {
            if (row.low() == reference && row.high() == reference) {
                return line;
            }
            return row.low() > reference ? above : row.high() < reference ? below : across;
        }

        List<String> all() {
            return List.of(above, across, below, line);
        }
    }

    /** As {@link #of(String, String, String, List, double, Sides)}, with {@link Sides#PLAIN}. */
    public static Section.Chart of(String heading, String note, String axis, List<Row> rows, double reference) {
        return of(heading, note, axis, rows, reference, Sides.PLAIN);
    }

    /**
     * @param note how intervals were made and what the line means
     * @param axis what the values are, with their unit
     * @param reference where the line stands, such as 50 for win rates in percent; not a number for no line
     */
    public static Section.Chart of(
            String heading, String note, String axis, List<Row> rows, double reference, Sides sides) {
        boolean lined = Double.isFinite(reference);
        List<Map<String, Object>> values = rows.stream()
                .map(row -> {
                    Map<String, Object> value = new LinkedHashMap<>();
                    value.put("label", row.label());
                    value.put("value", row.value());
                    value.put("low", row.low());
                    value.put("high", row.high());
                    value.put("shown", shown(row.value()));
                    if (lined) {
                        value.put(SIDE, sides.of(row, reference));
                    }
                    return value;
                })
                .toList();
        ObjectNode spec = Spec.of(values, Math.max(2, rows.size()) * ROW);
        Spec.titles(spec, "value", axis, "low", "from", "high", "to", SIDE, "", "shown", null);
        ObjectNode y = Spec.parse("{'field':'label','type':'nominal','title':null,'sort':null}");
        ArrayNode layers = spec.putArray("layer");
        if (lined) {
            ObjectNode line = layers.addObject();
            line.set("mark", Spec.parse("{'type':'rule','color':'#7d8590','strokeDash':[5,4]}"));
            line.putObject("encoding").putObject("x").put("datum", reference);
        }
        ObjectNode interval =
                layer(layers, "{'type':'rule','strokeWidth':2.5,'tooltip':{'content':'data'}}", "low", axis, y);
        interval.putObject("x2").put("field", "high");
        ObjectNode points = layer(
                layers,
                "{'type':'point','filled':true,'size':80,'opacity':1,'tooltip':{'content':'data'}}",
                "value",
                axis,
                y);
        if (lined) {
            List<String> all = sides.all();
            interval.set("color", Spec.scaled(SIDE, all, COLOURS));
            points.set("color", Spec.scaled(SIDE, all, COLOURS));
            points.set("shape", Spec.scaled(SIDE, all, SHAPES));
        }
        ObjectNode numbers = layer(layers, "{'type':'text','align':'left','dx':6}", "high", axis, y);
        numbers.set("text", Spec.parse("{'field':'shown','type':'nominal'}"));
        return new Section.Chart(heading, note, spec);
    }

    private static ObjectNode layer(ArrayNode layers, String mark, String x, String axis, ObjectNode y) {
        ObjectNode layer = layers.addObject();
        layer.set("mark", Spec.parse(mark));
        ObjectNode encoding = layer.putObject("encoding");
        encoding.set("x", Spec.number(x, axis));
        // Room for the number beside the longest interval.
        encoding.withObject("/x/scale").put("padding", 30);
        encoding.set("y", y.deepCopy());
        return encoding;
    }

    private static String shown(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, Math.abs(value) < 2 ? "%.2f" : "%.1f", value) : "";
    }
}
