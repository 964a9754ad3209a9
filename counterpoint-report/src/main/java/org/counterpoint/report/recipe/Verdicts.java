package org.counterpoint.report.recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Progress;
import org.counterpoint.eval.annotations.AnnotationChoice;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.eval.annotations.AnnotationSets;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.eval.figures.InstructionDifficulty;
import org.counterpoint.report.winrate.WinrateReport;

/** What judges said: what {@code winrate} shows, and the answers with their verdicts. */
final class Verdicts {
    private static final double LEVEL = 0.95;
    private static final int MOST_WITH_DIFFICULTY = 10;

    private Verdicts() {}

    /**
     * @param files annotations, at least one
     * @throws InputException where there is no verdict
     */
    static RunOutcome of(String name, List<Path> files) {
        AnnotationChoice any = new AnnotationChoice(null, null);
        List<AnnotationSet> sets = files.stream()
                .map(file -> AnnotationSets.read(file, any, entry -> {}, Progress.NONE))
                .toList();
        InstructionDifficulty difficulty = files.size() > 1 && files.size() <= MOST_WITH_DIFFICULTY
                ? new InstructionDifficulty.Estimated()
                : new InstructionDifficulty.None();
        Analysis analysis = Analysis.of(sets, new Analysis.Settings(LEVEL, 0, difficulty, List.of(), false, Map.of()));
        return new RunOutcome(name, WinrateReport.glance(analysis, LEVEL), WinrateReport.chapters(analysis, LEVEL));
    }
}
