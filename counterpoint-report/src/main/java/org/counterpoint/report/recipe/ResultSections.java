package org.counterpoint.report.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.counterpoint.report.Section;
import org.counterpoint.report.chart.ForestPlot;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.TwoLevel;
import tools.jackson.databind.JsonNode;

/** What came out: scores and win rates with intervals, and the answers beside each other with their grades. */
final class ResultSections {
    private static final double LEVEL = 0.95;
    private static final int ITEMS = 300;
    /** Against whom arms are compared, where a run has them. */
    private static final List<String> BASELINES = List.of("sft", "middle");

    private ResultSections() {}

    static List<Section> of(RunFiles run) {
        List<Section> sections = new ArrayList<>();
        for (Path folder : run.artifacts("grade")) {
            Grades grades = Grades.read(folder);
            if (!grades.scores().isEmpty()) {
                String name = run.name() + "/" + run.id(folder);
                scores(name, grades, sections);
                BASELINES.stream()
                        .filter(grades.scores()::containsKey)
                        .forEach(baseline -> against(name, grades, baseline, sections));
                sections.add(answers(name, grades));
            }
        }
        return sections;
    }

    private static void scores(String name, Grades grades, List<Section> sections) {
        List<List<String>> rows = new ArrayList<>();
        List<ForestPlot.Row> plot = new ArrayList<>();
        grades.scores().forEach((arm, scores) -> {
            Estimate mean = TwoLevel.mean(scores, LEVEL);
            rows.add(row(arm, scores.length, mean));
            plot.add(plotted(arm, mean));
        });
        sections.add(new Section.Table(
                "Scores in " + name,
                "Mean grade in percent with its 95 % interval: " + method(grades) + ".",
                List.of("Arm", "Seeds", "Instructions", "Score", "From", "To"),
                rows));
        sections.add(ForestPlot.of(
                "Scores in " + name + ", drawn", "Mean grades with 95 % intervals.", "mean grade, percent", plot, 50));
    }

    private static void against(String name, Grades grades, String baseline, List<Section> sections) {
        double[][] base = grades.scores().getOrDefault(baseline, new double[0][]);
        List<List<String>> rows = new ArrayList<>();
        List<ForestPlot.Row> plot = new ArrayList<>();
        grades.scores().forEach((arm, scores) -> {
            if (!arm.equals(baseline)) {
                Estimate rate = TwoLevel.mean(Grades.wins(scores, base), LEVEL);
                Estimate difference = TwoLevel.difference(scores, base, LEVEL);
                List<String> row = new ArrayList<>(row(arm, scores.length, rate));
                row.add(percent(difference.value()));
                row.add(percent(difference.interval().low()) + " to "
                        + percent(difference.interval().high()));
                rows.add(row);
                plot.add(plotted(arm, rate));
            }
        });
        sections.add(new Section.Table(
                "Against " + baseline + " in " + name,
                "Win rate in percent, instruction by instruction; an equal grade counts half. An interval that holds 50"
                        + " leaves open which is better. Beside it the difference of mean grades, in points.",
                List.of("Arm", "Seeds", "Instructions", "Win rate", "From", "To", "Difference", "95 % interval"),
                rows));
        sections.add(ForestPlot.of(
                "Against " + baseline + " in " + name + ", drawn",
                "Win rates with 95 % intervals; the line is a draw.",
                "win rate, percent",
                plot,
                50));
    }

    private static String method(Grades grades) {
        double[][] first = grades.scores().values().iterator().next();
        return TwoLevel.mean(first, LEVEL).interval().method();
    }

    private static List<String> row(String arm, int seeds, Estimate estimate) {
        return List.of(
                arm,
                String.valueOf(seeds),
                String.valueOf(estimate.n()),
                percent(estimate.value()),
                percent(estimate.interval().low()),
                percent(estimate.interval().high()));
    }

    private static ForestPlot.Row plotted(String arm, Estimate estimate) {
        return new ForestPlot.Row(
                arm,
                100 * estimate.value(),
                100 * estimate.interval().low(),
                100 * estimate.interval().high());
    }

    private static Section answers(String name, Grades grades) {
        List<Section.Item> items = new ArrayList<>();
        for (Map.Entry<String, List<JsonNode>> entry : grades.items().entrySet()) {
            if (items.size() == ITEMS) {
                break;
            }
            List<Section.Shown> shown = new ArrayList<>();
            TreeSet<String> tags = new TreeSet<>();
            TreeSet<Double> scores = new TreeSet<>();
            for (JsonNode row : entry.getValue()) {
                double score = row.path("score").asDouble(0);
                scores.add(score);
                tags.add(row.path("family").asString(""));
                shown.add(new Section.Shown(
                        row.path("arm").asString(""),
                        row.path("answer").asString(""),
                        String.format(Locale.ROOT, "%.2f", score),
                        row.path("reason").asString("")));
            }
            tags.remove("");
            if (scores.size() > 1) {
                tags.add("grades differ");
            }
            items.add(new Section.Item(entry.getKey(), List.copyOf(tags), shown));
        }
        String part = grades.items().size() > ITEMS ? "The first " + ITEMS + " of " : "All ";
        return new Section.Answers(
                "Answers in " + name,
                part + grades.items().size() + " instructions, each arm's first seed, with grade and reason.",
                items);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
