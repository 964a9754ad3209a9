package org.counterpoint.report.winrate;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.eval.figures.FileFigures;
import org.counterpoint.eval.figures.LengthEffect;
import org.counterpoint.report.Section;
import org.counterpoint.report.chart.Scatter;

/** How winning and writing more go together. */
final class LengthSections {
    private final Analysis analysis;
    private final double level;

    LengthSections(Analysis analysis, double level) {
        this.analysis = analysis;
        this.level = level;
    }

    List<Section> length() {
        List<Scatter.Point> points = analysis.files().stream()
                .map(file -> new Scatter.Point(
                        "models",
                        Shown.name(file.set().candidate()),
                        (double) file.leaderboard().averageLength()
                                - file.leaderboard().averageBaselineLength(),
                        file.leaderboard().winRate()))
                .toList();
        List<List<String>> rows = new ArrayList<>();
        for (FileFigures file : analysis.files()) {
            LengthEffect length = file.length();
            if (length == null) {
                continue;
            }
            rows.add(List.of(
                    Shown.name(file.set().candidate()),
                    Shown.rate(length.longerPreferred()),
                    Shown.rate(length.whenLonger()),
                    Shown.rate(length.whenShorter()),
                    Shown.rate(length.matched()),
                    file.controlled() == null
                            ? "-"
                            : Words.percent(file.controlled().winRate())));
        }
        return List.of(
                Scatter.of(
                        "Win rate against length gap",
                        "A point a model: how much longer its answers are than the baseline's on average, and how"
                                + " often it wins. Lines: equal length, 50 %. Points on a rising line mean that winning"
                                + " and writing more go together.",
                        "mean length minus the baseline's, in code points",
                        "win rate in percent",
                        points,
                        0,
                        50),
                new Section.Table(
                        "Length",
                        "In percent, with " + Words.level(level)
                                + " intervals and the number of instructions. Longer: how often the longer answer is"
                                + " preferred; matched: lengths within 10 %; LC: length-controlled win rate.",
                        List.of("model", "longer preferred", "win rate if longer", "if shorter", "if matched", "LC"),
                        rows));
    }
}
