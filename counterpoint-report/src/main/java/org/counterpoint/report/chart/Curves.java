package org.counterpoint.report.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.report.Section;
import tools.jackson.databind.node.ObjectNode;

/** Lines over steps, such as the loss of several arms, or shares stacked on one another. */
public final class Curves {
    /** Of a line: more points than a screen has columns show nothing more. */
    private static final int MOST_POINTS = 400;
    /** Of a chart: many lines show less of each. */
    private static final int ALL_POINTS = 2000;
    /** Of a line, however many there are. */
    private static final int LEAST_POINTS = 50;

    private static final MathContext SHOWN_DIGITS = new MathContext(5);

    private static final int HEIGHT = 260;

    private Curves() {}

    /** A named line: as many x as y. Values of y that are not numbers are left out. */
    public record Line(String name, double[] x, double[] y) {
        public Line {
            if (x.length != y.length) {
                throw new IllegalArgumentException(name + ": " + x.length + " x, " + y.length + " y");
            }
        }
    }

    public static Section.Chart lines(String heading, String note, String xTitle, String yTitle, List<Line> lines) {
        return lines(
                heading,
                note,
                xTitle,
                yTitle,
                lines,
                lines.stream().map(Line::name).toList());
    }

    /**
     * @param note what the lines show; where points were averaged for the eye, that is added
     * @param names of all lines of the page: a line has the same colour in every chart
     */
    public static Section.Chart lines(
            String heading, String note, String xTitle, String yTitle, List<Line> lines, List<String> names) {
        int most = most(lines);
        boolean averaged = lines.stream().anyMatch(line -> line.x().length > most);
        ObjectNode spec = Spec.of(points(lines), HEIGHT);
        spec.set("mark", Spec.parse("{'type':'line','clip':true,'tooltip':{'content':'data'}}"));
        ObjectNode encoding = spec.putObject("encoding");
        encoding.set("x", Spec.steps("x", xTitle));
        encoding.set("y", Spec.number("y", yTitle));
        encoding.set("color", Spec.series("series", names));
        encoding.set("strokeDash", Spec.dashes("series", names));
        List<String> drawn = lines.stream().map(Line::name).toList();
        for (String channel : List.of("color", "strokeDash")) {
            encoding.withObject("/" + channel).putObject("legend").set("values", Spec.texts(drawn));
        }
        if (lines.size() == 1) {
            encoding.withObject("/color").putNull("legend");
            encoding.withObject("/strokeDash").putNull("legend");
        }
        return new Section.Chart(
                heading, averaged ? note + " Neighbouring steps are averaged to " + most + " points." : note, spec);
    }

    /** Shares that add up to a whole, such as the weight of each pair type over a curriculum. */
    public static Section.Chart stacked(String heading, String note, String xTitle, String yTitle, List<Line> lines) {
        ObjectNode spec = Spec.of(points(lines), HEIGHT);
        spec.set("mark", Spec.parse("{'type':'area','opacity':0.85,'tooltip':{'content':'data'}}"));
        ObjectNode encoding = spec.putObject("encoding");
        encoding.set("x", Spec.steps("x", xTitle));
        ObjectNode y = Spec.axis("y", "quantitative", yTitle);
        y.put("stack", "zero");
        encoding.set("y", y);
        encoding.set(
                "color", Spec.series("series", lines.stream().map(Line::name).toList()));
        return new Section.Chart(heading, note, spec);
    }

    private static int most(List<Line> lines) {
        return Math.min(MOST_POINTS, Math.max(LEAST_POINTS, ALL_POINTS / Math.max(1, lines.size())));
    }

    private static List<Map<String, Object>> points(List<Line> lines) {
        List<Map<String, Object>> points = new ArrayList<>();
        int most = most(lines);
        for (Line line : lines) {
            int steps = line.x().length;
            int drawn = Math.min(steps, most);
            for (int point = 0; point < drawn; point++) {
                add(points, line, (int) ((long) point * steps / drawn), (int) ((point + 1L) * steps / drawn));
            }
        }
        return points;
    }

    private static void add(List<Map<String, Object>> points, Line line, int from, int to) {
        double x = 0;
        double y = 0;
        int finite = 0;
        for (int i = from; i < to; i++) {
            if (Double.isFinite(line.y()[i])) {
                x += line.x()[i];
                y += line.y()[i];
                finite++;
            }
        }
        if (finite > 0) {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("series", line.name());
            value.put("x", shown(x / finite));
            value.put("y", shown(y / finite));
            points.add(value);
        }
    }

    /** As far as an eye can tell: all digits would be half of the page. */
    private static Number shown(double value) {
        double rounded = BigDecimal.valueOf(value).round(SHOWN_DIGITS).doubleValue();
        return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e9 ? (Number) (long) rounded : (Number) rounded;
    }
}
