package org.counterpoint.report.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Progress;
import org.counterpoint.eval.annotations.AnnotationChoice;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.eval.annotations.AnnotationSets;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.eval.figures.Difficulty;
import org.counterpoint.report.Section;
import org.counterpoint.report.winrate.WinrateReport;

/** What judges said: the sections of {@code winrate}, and the answers with their verdicts. */
final class VerdictSections {
    private static final double LEVEL = 0.95;
    private static final int MOST_WITH_DIFFICULTY = 10;

    private VerdictSections() {}

    /** @param files annotations, at least one */
    static List<Section> of(List<Path> files) {
        AnnotationChoice any = new AnnotationChoice(null, null);
        List<AnnotationSet> sets = files.stream()
                .map(file -> AnnotationSets.read(file, any, entry -> {}, Progress.NONE))
                .toList();
        Difficulty difficulty = files.size() > 1 && files.size() <= MOST_WITH_DIFFICULTY
                ? new Difficulty.Estimated()
                : new Difficulty.None();
        try {
            Analysis analysis =
                    Analysis.of(sets, new Analysis.Settings(LEVEL, 0, difficulty, List.of(), false, Map.of()));
            return WinrateReport.everything(analysis, LEVEL);
        } catch (InputException e) {
            return new ArrayList<>(
                    List.of(new Section.Words("No verdicts", List.of(String.valueOf(e.getMessage())), true)));
        }
    }
}
