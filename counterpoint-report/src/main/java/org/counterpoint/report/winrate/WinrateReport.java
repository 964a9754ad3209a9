package org.counterpoint.report.winrate;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.eval.figures.FileFigures;
import org.counterpoint.report.Chapter;
import org.counterpoint.report.Glance;
import org.counterpoint.report.Report;
import org.counterpoint.report.Section;

/** The figures as a page, or as chapters of another. */
public final class WinrateReport {

    private WinrateReport() {}

    /** Everything, answers side by side at the end: reads the first few files again for their texts. */
    static Report of(Analysis analysis, double level) {
        String files = analysis.files().size() + (analysis.files().size() == 1 ? " file" : " files");
        return new Report(
                "Win rates",
                files + " of annotations; every number names its method",
                glance(analysis, level),
                chapters(analysis, level));
    }

    /** The first screen. */
    public static Glance glance(Analysis analysis, double level) {
        return WinrateGlance.of(analysis, level);
    }

    /** Six at most, the answers and what was left out at the end. */
    public static List<Chapter> chapters(Analysis analysis, double level) {
        RateSections rates = new RateSections(analysis, level);
        JudgeSections judges = new JudgeSections(analysis);
        String all = population(analysis);
        List<Chapter> chapters = new ArrayList<>();
        chapters.add(new Chapter(
                "Win rates",
                all,
                together(List.of(
                        rates.leaderboard(),
                        rates.arms(),
                        new DifferenceSections(analysis, level).differences(),
                        rates.ranking()))));
        chapters.add(new Chapter(
                "Length and categories",
                all,
                together(List.of(
                        new LengthSections(analysis, level).length(),
                        new CategorySections(analysis, level).ofFewFiles()))));
        chapters.add(new Chapter("Judges", all, together(List.of(judges.position(), judges.agreement()))));
        chapters.add(new Chapter(
                "Answers",
                List.of(AnswersShown.of(
                        analysis.files().stream().map(FileFigures::set).toList()))));
        chapters.add(new Chapter("Data left out", rates.leftOut()));
        return chapters;
    }

    /** Of whom the rates speak: of the same instructions, or it is said. */
    private static String population(Analysis analysis) {
        List<Integer> totals = analysis.files().stream()
                .map(file -> file.leaderboard().total())
                .distinct()
                .sorted()
                .toList();
        return totals.size() == 1
                ? "On " + totals.get(0) + " instructions with a verdict."
                : "On the instructions that each file has a verdict on, " + totals.get(0) + " to "
                        + totals.get(totals.size() - 1) + "; paired figures on those that both have.";
    }

    private static List<Section> together(List<List<Section>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }
}
