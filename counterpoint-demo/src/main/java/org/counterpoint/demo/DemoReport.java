package org.counterpoint.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.counterpoint.demo.world.World;
import org.counterpoint.report.Report;
import org.counterpoint.report.Section;
import org.counterpoint.report.chart.ForestPlot;
import org.counterpoint.report.recipe.RecipeReport;

/** The demo's page. */
final class DemoReport {
    private DemoReport() {}

    static Report of(
            Grades grades,
            List<Standing> standings,
            List<Difference> differences,
            List<Teacher> teachers,
            List<PairTruth> pairs,
            Path run) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section.Words("What it shows", List.of(Conclusion.of(standings)), false));
        sections.add(new Section.Table(
                "Results", DemoTable.method(standings), DemoTable.COLUMNS, DemoTable.cells(standings)));
        sections.add(new Section.Table(
                "What makes the difference",
                "In points of mean grade, paired by seed and instruction, with 95 % intervals that hold for all of"
                        + " these at once (Bonferroni).",
                Difference.columns(),
                differences.stream().map(Difference::cells).toList()));
        sections.add(ForestPlot.of(
                "Win rate against SFT",
                "In percent, with 95 % intervals; 50 is no difference.",
                "win rate, %",
                standings.stream()
                        .filter(Standing::contender)
                        .map(DemoReport::row)
                        .toList(),
                50));
        sections.add(families(grades));
        sections.add(pairs(teachers, pairs));
        sections.add(answers(grades));
        sections.addAll(GradedVerdicts.of(grades, contenders(standings), Standing.SFT));
        sections.addAll(RecipeReport.background(run));
        return new Report("Counterpoint's demo", "Preference pairs from three teachers, in a small world", sections);
    }

    private static ForestPlot.Row row(Standing s) {
        return new ForestPlot.Row(
                s.arm(),
                100 * s.againstSft().value(),
                100 * s.againstSft().interval().low(),
                100 * s.againstSft().interval().high());
    }

    private static Section.Table families(Grades grades) {
        List<String> columns = new ArrayList<>(List.of("arm"));
        List<String> families = new ArrayList<>(World.families());
        families.add(World.unseenFamily());
        columns.addAll(families);
        List<List<String>> rows = new ArrayList<>();
        for (String arm : grades.arms()) {
            List<String> cells = new ArrayList<>(List.of(arm));
            for (String family : families) {
                double sum = 0;
                int count = 0;
                for (double[] seed : grades.scores(arm, family::equals)) {
                    for (double score : seed) {
                        sum += score;
                        count++;
                    }
                }
                cells.add(String.format(Locale.ROOT, "%.1f", 100 * sum / Math.max(1, count)));
            }
            rows.add(cells);
        }
        return new Section.Table(
                "Mean grade by family",
                "In percent; no answer to " + World.unseenFamily() + " was trained on.",
                columns,
                rows);
    }

    private static Section.Table pairs(List<Teacher> teachers, List<PairTruth> pairs) {
        return new Section.Table(
                "How true the pairs are",
                "Whether the teacher called stronger gave the better answer, by the exact grade. "
                        + String.join(
                                "; ", teachers.stream().map(Teacher::toString).toList()) + ".",
                List.of("pair", "pairs", "better", "equal", "worse", "characters longer"),
                pairs.stream().map(PairTruth::cells).toList());
    }

    private static List<String> contenders(List<Standing> standings) {
        return standings.stream().filter(Standing::contender).map(Standing::arm).toList();
    }

    private static Section.Answers answers(Grades grades) {
        List<Section.Item> items = new ArrayList<>();
        List<String> arms = List.copyOf(grades.arms());
        int count = grades.first(arms.get(0)).size();
        for (int i = 0; i < count; i++) {
            List<Section.Shown> shown = new ArrayList<>();
            for (String arm : arms) {
                Grades.Row row = grades.first(arm).get(i);
                shown.add(new Section.Shown(
                        arm, row.answer(), String.format(Locale.ROOT, "%.2f", row.score()), row.reason()));
            }
            Grades.Row row = grades.first(arms.get(0)).get(i);
            boolean differ =
                    shown.stream().map(Section.Shown::verdict).distinct().count() > 1;
            List<String> tags = differ ? List.of(row.family(), "grades differ") : List.of(row.family());
            items.add(new Section.Item(row.instruction(), tags, shown));
        }
        return new Section.Answers("Answers", "Of the first seed, with the grader's reason.", items);
    }
}
