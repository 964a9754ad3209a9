package org.counterpoint.report.winrate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.eval.figures.FileFigures;
import org.counterpoint.report.Report;
import org.counterpoint.report.Section;

/** The figures as sections of a report. */
public final class WinrateReport {

    private WinrateReport() {}

    /** Everything, answers side by side at the end: reads the first few files again for their texts. */
    static Report of(Analysis analysis, double level) {
        String files = analysis.files().size() + (analysis.files().size() == 1 ? " file" : " files");
        return new Report(
                "Win rates", files + " of annotations; every number names its method", everything(analysis, level));
    }

    /** For other reports that hold verdicts, such as a run's; answers at the end. */
    public static List<Section> everything(Analysis analysis, double level) {
        List<Section> sections = new ArrayList<>(sections(analysis, level));
        sections.add(
                AnswersShown.of(analysis.files().stream().map(FileFigures::set).toList()));
        return sections;
    }

    /** Of verdicts that a program computed: whatever of it no place of an answer could sway. */
    public static List<Section> graded(Analysis analysis, double level) {
        return Stream.of(comparisons(analysis, level), new CategorySections(analysis, level).all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Section> sections(Analysis analysis, double level) {
        RateSections rates = new RateSections(analysis, level);
        JudgeSections judges = new JudgeSections(analysis);
        return Stream.of(
                        rates.setAside(),
                        rates.leaderboard(),
                        List.of(rates.forest()),
                        rates.arms(),
                        comparisons(analysis, level),
                        judges.position(),
                        new CategorySections(analysis, level).ofFewFiles(),
                        rates.ranking(),
                        judges.agreement())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Section> comparisons(Analysis analysis, double level) {
        return Stream.of(
                        new DifferenceSections(analysis, level).differences(),
                        new LengthSections(analysis, level).length())
                .flatMap(List::stream)
                .toList();
    }
}
