package org.counterpoint.report.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.counterpoint.report.Section;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lines over steps as small multiples: one panel a figure, such as the loss, the same lines in each, one legend. */
public final class Curves {
    /** Of a line: more points than a small chart has columns show nothing more. */
    private static final int MOST_POINTS = 300;
    /** Of a panel: many lines show less of each. */
    private static final int ALL_POINTS = 1500;
    /** Of a line, however many there are. */
    private static final int LEAST_POINTS = 50;

    private static final MathContext SHOWN_DIGITS = new MathContext(5);

    private Curves() {}

    /** A named line: as many x as y. Values of y that are not numbers are left out. */
    public record Line(String name, double[] x, double[] y) {
        public Line {
            if (x.length != y.length) {
                throw new IllegalArgumentException(name + ": " + x.length + " x, " + y.length + " y");
            }
        }
    }

    /** One small chart. */
    public record Panel(String title, List<Line> lines) {
        public Panel {
            lines = List.copyOf(lines);
        }
    }

    /**
     * @param note what the panels show; where points were averaged for the eye, that is added
     * @param names of all lines of the page: a line has the same colour in every chart
     */
    public static Section.Panels lines(
            String heading, String note, String xTitle, List<Panel> panels, List<String> names) {
        return panels(heading, note, xTitle, panels, names, false);
    }

    /** Shares that add up to a whole, such as the weight of each pair type over a curriculum. */
    public static Section.Panels stacked(
            String heading, String note, String xTitle, List<Panel> panels, List<String> names) {
        return panels(heading, note, xTitle, panels, names, true);
    }

    private static Section.Panels panels(
            String heading, String note, String xTitle, List<Panel> panels, List<String> names, boolean stacked) {
        ObjectNode data = JsonMapper.shared().createObjectNode();
        data.set("names", JsonMapper.shared().valueToTree(names));
        data.set("colours", JsonMapper.shared().valueToTree(Spec.colours(names.size())));
        data.set("dashes", JsonMapper.shared().valueToTree(Spec.dashes(names.size())));
        data.put("x", xTitle).put("stacked", stacked);
        ArrayNode drawn = data.putArray("panels");
        int fewest = Integer.MAX_VALUE;
        for (Panel panel : panels) {
            int most = most(panel.lines());
            ObjectNode one = drawn.addObject().put("title", panel.title());
            ArrayNode lines = one.putArray("lines");
            for (Line line : panel.lines()) {
                add(lines.addObject(), line, most);
                fewest = line.x().length > most ? Math.min(fewest, most) : fewest;
            }
        }
        String averaged =
                fewest < Integer.MAX_VALUE ? " Neighbouring steps are averaged to at most " + fewest + " points." : "";
        return new Section.Panels(
                heading,
                note + averaged,
                data,
                panels.stream().map(Panel::title).toList());
    }

    private static int most(List<Line> lines) {
        return Math.min(MOST_POINTS, Math.max(LEAST_POINTS, ALL_POINTS / Math.max(1, lines.size())));
    }

    private static void add(ObjectNode into, Line line, int most) {
        into.put("name", line.name());
        ArrayNode x = into.putArray("x");
        ArrayNode y = into.putArray("y");
        int steps = line.x().length;
        int drawn = Math.min(steps, most);
        for (int point = 0; point < drawn; point++) {
            mean(line, (int) ((long) point * steps / drawn), (int) ((point + 1L) * steps / drawn), x, y);
        }
    }

    private static void mean(Line line, int from, int to, ArrayNode intoX, ArrayNode intoY) {
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
            add(intoX, x / finite);
            add(intoY, y / finite);
        }
    }

    /** As far as an eye can tell: all digits would be half of the page. */
    private static void add(ArrayNode into, double value) {
        double rounded = BigDecimal.valueOf(value).round(SHOWN_DIGITS).doubleValue();
        if (rounded == Math.rint(rounded) && Math.abs(rounded) < 1e9) {
            into.add((long) rounded);
        } else {
            into.add(rounded);
        }
    }
}
