package org.counterpoint.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.Origin;
import org.counterpoint.demo.Grades.Row;
import org.counterpoint.eval.annotations.Account;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.eval.annotations.Judgement;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.eval.figures.Categories;
import org.counterpoint.eval.figures.Difficulty;
import org.counterpoint.report.Section;
import org.counterpoint.report.winrate.WinrateReport;

/** The grades of the first seed as verdicts between an arm and the one all are compared with. */
final class GradedVerdicts {
    private static final double LEVEL = 0.95;

    private GradedVerdicts() {}

    /** What {@code winrate} shows of them: differences, length, and the families of tasks. */
    static List<Section> of(Grades grades, List<String> arms, String baseline) {
        List<AnnotationSet> sets =
                arms.stream().map(arm -> set(grades, arm, baseline)).toList();
        Map<String, List<String>> families = new HashMap<>();
        grades.first(baseline).forEach(row -> families.put(row.instruction(), List.of(row.family())));
        Analysis.Settings settings = new Analysis.Settings(
                LEVEL, 0, new Difficulty.None(), List.of(new Categories.Listed("family", families)), false, Map.of());
        return WinrateReport.graded(Analysis.of(sets, settings), LEVEL);
    }

    private static AnnotationSet set(Grades grades, String arm, String baseline) {
        List<Row> mine = grades.first(arm);
        List<Row> theirs = grades.first(baseline);
        List<Judgement> judgements = new ArrayList<>();
        for (int i = 0; i < mine.size(); i++) {
            judgements.add(judgement(mine.get(i), theirs.get(i), new Origin(arm, i + 1)));
        }
        Account nothing = new Account(entry -> {});
        return new AnnotationSet(
                arm, baseline, arm, List.of("exact grades"), judgements, Map.of(), judgements.size(), nothing);
    }

    private static Judgement judgement(Row mine, Row theirs, Origin origin) {
        return new Judgement(
                mine.instruction(),
                (Math.signum(mine.score() - theirs.score()) + 1) / 2,
                theirs.answer().codePointCount(0, theirs.answer().length()),
                mine.answer().codePointCount(0, mine.answer().length()),
                theirs.answer().hashCode(),
                mine.answer().isBlank() || theirs.answer().isBlank(),
                null,
                null,
                origin);
    }
}
