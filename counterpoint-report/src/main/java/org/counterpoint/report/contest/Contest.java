package org.counterpoint.report.contest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.counterpoint.report.Section;
import org.counterpoint.report.chart.ForestPlot;

/**
 * Arms held against one baseline.
 *
 * @param measure what the values are, such as {@code "win rate against sft, %"}
 * @param even where the baseline itself stands on this scale, such as 50
 * @param baseline its name
 * @param unit after a value in a sentence, such as {@code " %"}
 * @param intervals how the intervals were made and for how many comparisons at once they hold
 */
public record Contest(String measure, double even, String baseline, String unit, String intervals, List<Arm> arms) {

    private static final ForestPlot.Sides SIDES = new ForestPlot.Sides("better", "not told apart", "worse", "baseline");
    /** Longer lists of names do not fit a sentence. */
    private static final int NAMED = 30;

    /** One arm: its value and the ends of its interval. */
    public record Arm(String name, double value, double low, double high) {}

    public Contest {
        arms = arms.stream()
                .sorted(Comparator.comparingDouble(Arm::value).reversed())
                .toList();
    }

    /** Shown to be better than the baseline: the whole interval is above it. Best first. */
    public List<Arm> better() {
        return arms.stream().filter(arm -> arm.low() > even).toList();
    }

    /** Shown to be worse. */
    public List<Arm> worse() {
        return arms.stream().filter(arm -> arm.high() < even).toList();
    }

    /** Not told apart from the baseline. */
    public List<Arm> open() {
        return arms.stream()
                .filter(arm -> !(arm.low() > even) && !(arm.high() < even))
                .toList();
    }

    /** Who won and by how much, in plain words. */
    public String sentence() {
        if (arms.isEmpty()) {
            return "Nothing was compared with " + baseline + ".";
        }
        Arm best = arms.get(0);
        if (arms.size() == 1) {
            String verdict = best.low() > even
                    ? " is better than "
                    : best.high() < even ? " is worse than " : " cannot be told from ";
            return best.name() + verdict + baseline + ": " + figures(best) + ".";
        }
        List<String> parts = new ArrayList<>();
        part(parts, better(), "better");
        part(parts, worse(), "worse");
        part(parts, open(), "not told apart from it");
        return "Of " + arms.size() + " arms compared with " + baseline + ", " + listed(parts) + "; " + best.name()
                + (better().isEmpty() ? " comes out highest, " : " did best, ") + figures(best) + ".";
    }

    private static void part(List<String> parts, List<Arm> arms, String verdict) {
        if (!arms.isEmpty()) {
            String names = arms.stream().map(Arm::name).collect(Collectors.joining(", "));
            parts.add(arms.size()
                    + (arms.size() == 1 ? " is " : " are ")
                    + verdict
                    + (names.length() > NAMED ? "" : " (" + names + ")"));
        }
    }

    private static String listed(List<String> parts) {
        int last = parts.size() - 1;
        return last == 0 ? parts.get(0) : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
    }

    private String figures(Arm arm) {
        return number(arm.value()) + unit + " (" + number(arm.low()) + " to " + number(arm.high()) + "; " + baseline
                + " is at " + number(even) + ")";
    }

    /** The arms, best first, and the baseline where it stands among them. */
    public Section.Chart picture() {
        List<ForestPlot.Row> rows = new ArrayList<>();
        boolean placed = false;
        for (Arm arm : arms) {
            if (!placed && arm.value() < even) {
                rows.add(line());
                placed = true;
            }
            rows.add(new ForestPlot.Row(arm.name(), arm.value(), arm.low(), arm.high()));
        }
        if (!placed) {
            rows.add(line());
        }
        return ForestPlot.of(
                "Arms against " + baseline,
                "Highest first, with " + intervals
                        + ". Where an interval holds the dashed line, the arm cannot be told from " + baseline + ".",
                measure,
                rows,
                even,
                SIDES);
    }

    private ForestPlot.Row line() {
        return new ForestPlot.Row(baseline, even, even, even);
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") && value == Math.rint(value) ? text.substring(0, text.length() - 2) : text;
    }
}
