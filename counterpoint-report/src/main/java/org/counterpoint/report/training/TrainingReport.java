package org.counterpoint.report.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.counterpoint.report.Chapter;
import org.counterpoint.report.Report;
import org.counterpoint.report.Section;

/** The report of one training run, or of several side by side. */
public final class TrainingReport {
    private TrainingReport() {}

    public static Report of(String title, List<TrainingRun> runs) {
        return new Report(
                title,
                runs.size() == 1 ? "One training run" : runs.size() + " training runs",
                TrainingGlance.of(runs),
                chapters(runs));
    }

    /** For other reports in which runs were trained, too. */
    public static List<Chapter> chapters(List<TrainingRun> runs) {
        List<Section> training = new ArrayList<>();
        training.addAll(TrainingCurves.sections(runs));
        training.add(runs.size() > 4 ? RunEnds.table(runs).folded() : RunEnds.table(runs));
        List<Chapter> chapters = new ArrayList<>();
        chapters.add(new Chapter("Training", "On training pairs, but for what is called held-out.", training));
        chapters.add(new Chapter("Settings", settings(runs)));
        leftOut(runs).ifPresent(section -> chapters.add(new Chapter("Data left out", List.of(section))));
        return chapters;
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

    private static Optional<Section> leftOut(List<TrainingRun> runs) {
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
                "Left out of training",
                "Rows, answers and pairs that were not trained on, from each run's ledger.jsonl.",
                columns,
                rows));
    }
}
