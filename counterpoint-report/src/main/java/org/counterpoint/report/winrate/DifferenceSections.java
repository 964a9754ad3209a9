package org.counterpoint.report.winrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.eval.figures.FileFigures;
import org.counterpoint.eval.figures.PairedComparison;
import org.counterpoint.report.Section;
import org.counterpoint.report.chart.ForestPlot;
import org.counterpoint.stats.Estimate;

/** One model minus another, instruction by instruction. */
final class DifferenceSections {
    private final Analysis analysis;
    private final double level;

    DifferenceSections(Analysis analysis, double level) {
        this.analysis = analysis;
        this.level = level;
    }

    List<Section> differences() {
        List<ForestPlot.Row> rows = new ArrayList<>();
        List<List<String>> table = new ArrayList<>();
        int apart = 0;
        for (FileFigures file : analysis.files()) {
            for (PairedComparison paired : file.paired()) {
                String label = Shown.name(file.set().candidate()) + " minus "
                        + Shown.name(paired.other().candidate());
                Estimate difference = paired.difference();
                if (difference != null && paired.permutation() != null) {
                    rows.add(Shown.row(label, difference));
                    table.add(List.of(
                            label,
                            Words.points(difference.value()),
                            Words.signed(difference.interval()),
                            Words.p(paired.permutation().p()),
                            Integer.toString(paired.shared()),
                            Integer.toString(paired.counts().better()),
                            Integer.toString(paired.counts().worse()),
                            paired.mcNemar() == null
                                    ? "-"
                                    : Words.p(paired.mcNemar().p())));
                    apart = Math.max(
                            apart,
                            Math.max(
                                    paired.onlyHere().count(),
                                    paired.onlyThere().count()));
                }
            }
        }
        if (rows.isEmpty()) {
            return List.of();
        }
        return List.of(
                ForestPlot.of(
                        "Differences on the same instructions",
                        "Win rate of one model minus that of another, instruction by instruction, with its "
                                + Words.level(level) + " interval. The line is 0: no difference.",
                        "difference in percentage points",
                        rows,
                        0),
                new Section.Table(
                        "Paired tests",
                        "p: sign-flip permutation of the scores. Better, worse: on how many of the shared instructions"
                                + " the first did; McNemar's exact test compares these two, and is not given where they"
                                + " point the other way than the points do. Not corrected for the number of"
                                + " comparisons."
                                + (apart == 0
                                        ? ""
                                        : " Instructions that only one file has are not compared: up to "
                                                + String.format(Locale.ROOT, "%,d", apart) + "."),
                        List.of("comparison", "points", "interval", "p", "shared", "better", "worse", "McNemar p"),
                        table));
    }
}
