package org.counterpoint.report.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.report.Section;
import tools.jackson.databind.node.ObjectNode;

/** How values are spread, and how many there are of what. */
public final class Distributions {
    private static final int BINS = 40;
    private static final int HEIGHT = 240;
    private static final int BAR = 26;

    private Distributions() {}

    /** A named set of values. Those that are not numbers are left out. */
    public record Series(String name, double[] values) {}

    /** A bar: what, of which kind (empty where there is one kind), how many. */
    public record Bar(String label, String kind, double count) {}

    /**
     * Shares of each series over the same bins, drawn as steps, so that series of different size can be compared. The
     * lowest and highest hundredth go into the outermost bins: a few huge values would flatten all others.
     */
    public static Section.Chart histogram(String heading, String note, String axis, List<Series> series) {
        double[] all = series.stream()
                .flatMapToDouble(one -> Arrays.stream(one.values()))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        double low = all.length == 0 ? 0 : all[all.length / 100];
        double high = all.length == 0 ? 1 : all[all.length - 1 - all.length / 100];
        double width = high > low ? (high - low) / BINS : 1;
        List<Map<String, Object>> values = new ArrayList<>();
        for (Series one : series) {
            double[] finite =
                    Arrays.stream(one.values()).filter(Double::isFinite).toArray();
            int[] counts = new int[BINS];
            for (double value : finite) {
                counts[(int) Math.max(0, Math.min(BINS - 1, Math.floor((value - low) / width)))]++;
            }
            for (int bin = 0; bin < BINS; bin++) {
                Map<String, Object> value = new LinkedHashMap<>();
                value.put("series", one.name());
                value.put("x", low + (bin + 0.5) * width);
                value.put("percent", finite.length == 0 ? 0 : 100.0 * counts[bin] / finite.length);
                values.add(value);
            }
        }
        ObjectNode spec = Spec.of(values, HEIGHT);
        Spec.titles(spec, "x", axis, "percent", "% of values");
        spec.set(
                "mark",
                Spec.parse(
                        "{'type':'area','interpolate':'step','line':true,'opacity':0.28,'tooltip':{'content':'data'}}"));
        ObjectNode encoding = spec.putObject("encoding");
        encoding.set("x", Spec.number("x", axis));
        ObjectNode y = Spec.axis("percent", "quantitative", "% of values");
        y.putNull("stack");
        encoding.set("y", y);
        encoding.set(
                "color", Spec.series("series", series.stream().map(Series::name).toList()));
        boolean beyond = all.length > 0 && (all[0] < low || all[all.length - 1] > low + BINS * width);
        return new Section.Chart(
                heading, beyond ? note + " The outermost steps hold what lies beyond them." : note, spec);
    }

    /** Bars lying on their side, labels to the left; bars of one label and several kinds stacked. */
    public static Section.Chart bars(String heading, String note, String axis, List<Bar> bars) {
        List<Map<String, Object>> values = new ArrayList<>();
        for (Bar bar : bars) {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("label", bar.label());
            value.put("kind", bar.kind());
            value.put("count", bar.count());
            values.add(value);
        }
        long labels = bars.stream().map(Bar::label).distinct().count();
        ObjectNode spec = Spec.of(values, (int) Math.max(2, labels) * BAR);
        Spec.titles(spec, "count", axis, "kind", "");
        spec.set("mark", Spec.parse("{'type':'bar','tooltip':{'content':'data'}}"));
        ObjectNode encoding = spec.putObject("encoding");
        encoding.set("x", Spec.axis("count", "quantitative", axis));
        encoding.set("y", Spec.parse("{'field':'label','type':'nominal','title':null,'sort':null}"));
        List<String> kinds = bars.stream().map(Bar::kind).distinct().toList();
        if (kinds.size() > 1) {
            encoding.set("color", Spec.series("kind", kinds));
        }
        return new Section.Chart(heading, note, spec);
    }
}
