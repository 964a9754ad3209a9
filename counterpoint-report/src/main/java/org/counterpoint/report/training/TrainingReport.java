package org.counterpoint.report.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.counterpoint.report.Report;
import org.counterpoint.report.Section;

/** The report of one training run, or of several side by side. */
public final class TrainingReport {
    private TrainingReport() {}

    public static Report of(String title, List<TrainingRun> runs) {
        List<Section> sections = new ArrayList<>();
        List<String> unfinished = runs.stream()
                .filter(run -> !run.finished())
                .map(run -> run.name() + " stopped after " + run.metrics().lines() + " lines of metrics")
                .toList();
        if (!unfinished.isEmpty()) {
            sections.add(new Section.Words("Not finished", unfinished, true));
        }
        sections.add(ends(runs));
        sections.addAll(TrainingCurves.sections(runs));
        sections.addAll(settings(runs));
        setAside(runs).ifPresent(sections::add);
        return new Report(title, runs.size() == 1 ? "One training run" : runs.size() + " training runs", sections);
    }

    private static Section ends(List<TrainingRun> runs) {
        List<String> columns = List.of(
                "Run", "Method", "Steps", "Loss at the end", "Margin at the end", "Accuracy at the end", "Minutes");
        List<List<String>> rows = runs.stream()
                .map(run -> List.of(
                        run.name(),
                        run.method(),
                        whole(last(run.metrics(), "step")),
                        atTheEnd(run.metrics(), "loss"),
                        atTheEnd(run.metrics(), "rewards/margins"),
                        atTheEnd(run.metrics(), "rewards/accuracies"),
                        decimal(last(run.metrics(), "elapsed_seconds") / 60, 1)))
                .toList();
        return new Section.Table(
                "Training runs",
                "At the end: the mean over the last tenth of the steps, on training pairs. Margins and accuracies are"
                        + " of rewards.",
                columns,
                rows);
    }

    private static List<Section> settings(List<TrainingRun> runs) {
        Map<String, String> common = new LinkedHashMap<>();
        List<List<String>> different = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> names.addAll(run.settings().keySet()));
        for (String name : names) {
            List<String> values = runs.stream()
                    .map(run -> run.settings().getOrDefault(name, "-"))
                    .toList();
            if (new TreeSet<>(values).size() == 1) {
                common.put(name, values.get(0));
            } else {
                List<String> row = new ArrayList<>(List.of(name));
                row.addAll(values);
                different.add(row);
            }
        }
        List<Section> sections = new ArrayList<>();
        if (!different.isEmpty()) {
            List<String> columns = new ArrayList<>(List.of("Setting"));
            runs.forEach(run -> columns.add(run.name()));
            sections.add(new Section.Table("Settings that differ", "", columns, different));
        }
        sections.add(new Section.Facts(runs.size() == 1 ? "Settings" : "Settings in common", common));
        if (runs.size() == 1) {
            sections.add(new Section.Facts("Lineage", runs.get(0).lineage()));
        }
        return sections;
    }

    private static Optional<Section> setAside(List<TrainingRun> runs) {
        Set<String> reasons = new TreeSet<>();
        runs.forEach(run -> reasons.addAll(run.setAside().keySet()));
        if (reasons.isEmpty()) {
            return Optional.empty();
        }
        List<String> columns = new ArrayList<>(List.of("Run"));
        columns.addAll(reasons);
        List<List<String>> rows = new ArrayList<>();
        for (TrainingRun run : runs) {
            List<String> row = new ArrayList<>(List.of(run.name()));
            reasons.forEach(reason -> row.add(String.valueOf(run.setAside().getOrDefault(reason, 0L))));
            rows.add(row);
        }
        return Optional.of(new Section.Table(
                "Set aside",
                "Rows, answers and pairs that were not trained on, from each run's ledger.jsonl.",
                columns,
                rows));
    }

    private static double last(Metrics metrics, String name) {
        double[] column = metrics.has(name) ? metrics.column(name) : new double[0];
        for (int i = column.length - 1; i >= 0; i--) {
            if (!Double.isNaN(column[i])) {
                return column[i];
            }
        }
        return Double.NaN;
    }

    private static String atTheEnd(Metrics metrics, String name) {
        if (!metrics.has(name)) {
            return "-";
        }
        double[] column = Arrays.stream(metrics.column(name))
                .filter(value -> !Double.isNaN(value))
                .toArray();
        double mean = Arrays.stream(column)
                .skip(column.length - Math.max(1, column.length / 10))
                .average()
                .orElse(Double.NaN);
        return decimal(mean, 4);
    }

    private static String whole(double value) {
        return Double.isNaN(value) ? "-" : String.valueOf((long) value);
    }

    private static String decimal(double value, int places) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + places + "f", value);
    }
}
