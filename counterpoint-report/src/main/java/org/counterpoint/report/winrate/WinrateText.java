package org.counterpoint.report.winrate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.eval.figures.ArmFigures;
import org.counterpoint.eval.figures.FileFigures;
import org.counterpoint.eval.figures.JudgeAgreement;
import org.counterpoint.eval.figures.ModelRanking;
import org.counterpoint.eval.figures.PairedComparison;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.Power;

/** The figures for a terminal: at most 100 columns but for long names, every number with its method. */
public final class WinrateText {
    /** More files than this get the leaderboard alone; the rest is in the other forms. */
    private static final int DETAILED = 4;

    private static final int NAME = 26;

    private final Analysis analysis;
    private final double level;
    private final double detect;
    private final TextLines lines = new TextLines();

    private WinrateText(Analysis analysis, double level, double detect) {
        this.analysis = analysis;
        this.level = level;
        this.detect = detect;
    }

    /** @param detect the difference to be seen, in percentage points */
    public static List<String> lines(Analysis analysis, double level, double detect) {
        WinrateText text = new WinrateText(analysis, level, detect);
        text.leaderboard();
        if (analysis.files().size() <= DETAILED) {
            FileText file = new FileText(text.lines);
            analysis.files().forEach(file::paired);
            analysis.files().forEach(file::length);
            analysis.files().forEach(file::position);
            analysis.files().forEach(file::categories);
        }
        text.arms();
        text.ranking();
        text.agreement();
        text.power();
        return text.lines.all();
    }

    private void leaderboard() {
        List<FileFigures> files = analysis.files();
        Set<String> baselines = new LinkedHashSet<>();
        Set<String> methods = new LinkedHashSet<>();
        for (FileFigures file : files) {
            baselines.add(Words.shortened(file.set().baseline(), NAME));
            methods.add(file.winRate().interval().method());
        }
        lines.add("against " + String.join(", ", baselines) + ", in percent");
        lines.addAll(GridFormat.TABLE.lines(Leaderboard.narrow(files)));
        lines.add("interval: " + Words.level(level) + ", over instructions; " + String.join("; ", methods));
        LinkedHashSet<String> controlled = new LinkedHashSet<>();
        for (FileFigures file : files) {
            if (file.controlled() != null) {
                controlled.add(file.controlled().method());
            }
        }
        controlled.forEach(method -> lines.add("LC (length-controlled): " + method));
    }

    private void arms() {
        if (analysis.arms().isEmpty()) {
            return;
        }
        ArmFigures first = analysis.arms().get(0);
        lines.heading("Arms, seeds as a second level, on " + first.instructions() + " instructions");
        List<List<String>> rows = new ArrayList<>();
        for (ArmFigures arm : analysis.arms()) {
            Estimate difference = arm.difference();
            rows.add(List.of(
                    Words.shortened(arm.name(), NAME),
                    Integer.toString(arm.files().size()),
                    Words.percent(arm.winRate().value()),
                    Words.interval(arm.winRate().interval()),
                    difference == null ? "" : Words.points(difference.value()),
                    difference == null ? "" : Words.signed(difference.interval())));
        }
        Grid grid =
                new Grid(List.of("arm", "seeds", "win rate", "interval", "minus " + first.name(), "interval"), rows);
        lines.grid(grid);
        lines.add("  " + first.winRate().interval().method());
    }

    private void ranking() {
        ModelRanking ranking = analysis.ranking();
        if (ranking == null) {
            return;
        }
        lines.heading("Ranking of all models (strength in log-odds; only differences mean anything)");
        List<List<String>> rows = new ArrayList<>();
        for (ModelRanking.Place place : ranking.places()) {
            var interval = place.strength().interval();
            rows.add(List.of(
                    Words.shortened(place.model(), NAME),
                    Words.number(place.strength().value()),
                    "[" + Words.number(interval.low()) + ", " + Words.number(interval.high()) + "]"));
        }
        lines.grid(new Grid(List.of("model", "strength", "interval"), rows));
        lines.add("  " + ranking.places().get(0).strength().interval().method() + "; " + ranking.intransitivity());
        if (!ranking.undecided().isEmpty()) {
            var pair = ranking.undecided().get(0);
            lines.add("  not told apart (Holm): " + ranking.undecided().size() + " pairs, the first "
                    + Words.shortened(pair.stronger(), NAME) + " and " + Words.shortened(pair.weaker(), NAME));
        }
    }

    private void agreement() {
        List<JudgeAgreement> all = analysis.files().stream()
                .flatMap(file -> file.agreement().stream())
                .toList();
        if (all.isEmpty()) {
            return;
        }
        lines.heading("Agreement of judges on the same answers");
        for (JudgeAgreement one : all) {
            lines.add("  " + Words.shortened(one.first(), NAME) + " and " + Words.shortened(one.second(), NAME) + ": "
                    + one.agreed() + " of " + one.shared() + ", " + Words.kappa(one.kappa()));
        }
    }

    private void power() {
        FileFigures last = analysis.files().get(analysis.files().size() - 1);
        lines.heading("Power (normal approximation, level 95 %, power 80 %)");
        power("a win rate off 50 %", last.leaderboard().total(), last.spread());
        if (!last.paired().isEmpty() && last.paired().get(0).shared() > 0) {
            PairedComparison paired = last.paired().get(0);
            power("a paired difference", paired.shared(), paired.spread());
        }
    }

    private void power(String what, int n, double spread) {
        if (spread > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %s: %d instructions show %.2f points; %.4g points need %d",
                    what,
                    n,
                    100 * Power.usual().smallestDifference(n, spread),
                    detect,
                    Power.usual().instructionsNeeded(detect / 100, spread)));
        }
    }
}
