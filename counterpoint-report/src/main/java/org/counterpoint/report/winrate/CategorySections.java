package org.counterpoint.report.winrate;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.eval.figures.CategoryTable;
import org.counterpoint.eval.figures.FileFigures;
import org.counterpoint.report.Section;
import org.counterpoint.report.chart.ForestPlot;

/** Win rates in each part of the instructions. */
final class CategorySections {
    private final Analysis analysis;
    private final double level;

    /** Charts of one line a part of the test set get unreadable beyond so many files. */
    private static final int DETAILED = 4;

    CategorySections(Analysis analysis, double level) {
        this.analysis = analysis;
        this.level = level;
    }

    /** None where there are too many files for them. */
    List<Section> ofFewFiles() {
        return analysis.files().size() > DETAILED ? List.of() : all();
    }

    List<Section> all() {
        List<Section> sections = new ArrayList<>();
        for (FileFigures file : analysis.files()) {
            for (CategoryTable table : file.categories()) {
                String heading =
                        "By " + table.by() + ": " + Shown.name(file.set().candidate());
                sections.add(ForestPlot.of(
                        heading,
                        "Win rates in each part of the instructions with " + Words.level(level)
                                + " intervals; p of a win"
                                + " rate of 50 % by sign-flip permutation, corrected over this table by Holm (any false"
                                + " alarm) is in the label.",
                        "win rate in percent",
                        table.rows().stream()
                                .map(row -> Shown.row(
                                        row.name() + " (n " + row.winRate().n() + ", p " + Words.p(row.holm()) + ")",
                                        row.winRate()))
                                .toList(),
                        50));
            }
        }
        return sections;
    }
}
