package org.counterpoint.report.chart;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.counterpoint.report.Section;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Points in the plane, named and of several series, with lines of reference; such as win rate against length gap. */
public final class Scatter {
    private static final int HEIGHT = 320;
    private static final int MOST_POINTS = 3000;

    private Scatter() {}

    /** @param label what the point is; shown when pointed at */
    public record Point(String series, String label, double x, double y) {}

    /** @param guides where thin lines cross the plot; no number for none: first upright, at x, then level, at y */
    public static Section.Chart of(
            String heading, String note, String xTitle, String yTitle, List<Point> points, double... guides) {
        List<Point> drawn = points;
        String said = note;
        if (points.size() > MOST_POINTS) {
            drawn = new Random(0)
                    .ints(0, points.size())
                    .distinct()
                    .limit(MOST_POINTS)
                    .sorted()
                    .mapToObj(points::get)
                    .toList();
            said = note + " Drawn are " + MOST_POINTS + " of " + points.size() + " points, by chance.";
        }
        List<Map<String, Object>> values = drawn.stream()
                .map(point -> {
                    Map<String, Object> value = new LinkedHashMap<>();
                    value.put("series", point.series());
                    value.put("label", point.label());
                    value.put("x", point.x());
                    value.put("y", point.y());
                    return value;
                })
                .toList();
        ObjectNode spec = Spec.of(values, HEIGHT);
        Spec.titles(spec, "x", xTitle, "y", yTitle);
        ArrayNode layers = spec.putArray("layer");
        for (int i = 0; i < guides.length; i++) {
            if (Double.isFinite(guides[i])) {
                ObjectNode guide = layers.addObject();
                guide.set("mark", Spec.parse("{'type':'rule','color':'#7d8590','strokeDash':[5,4]}"));
                guide.putObject("encoding").putObject(i == 0 ? "x" : "y").put("datum", guides[i]);
            }
        }
        ObjectNode cloud = layers.addObject();
        ObjectNode mark = Spec.parse("{'type':'point','filled':true,'tooltip':{'content':'data'}}");
        mark.put("opacity", drawn.size() > 200 ? 0.35 : 0.9).put("size", drawn.size() > 200 ? 24 : 70);
        cloud.set("mark", mark);
        ObjectNode encoding = cloud.putObject("encoding");
        encoding.set("x", Spec.number("x", xTitle));
        encoding.set("y", Spec.number("y", yTitle));
        List<String> series = points.stream().map(Point::series).distinct().toList();
        if (series.size() > 1) {
            encoding.set("color", Spec.series("series", series));
            encoding.set("shape", Spec.axis("series", "nominal", ""));
            ((ObjectNode) encoding.get("shape")).putNull("title");
        }
        return new Section.Chart(heading, said, spec);
    }
}
