package org.counterpoint.app.winrate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.eval.figures.ArmFigures;
import org.counterpoint.eval.figures.CategoryTable;
import org.counterpoint.eval.figures.FileFigures;
import org.counterpoint.eval.figures.JudgeAgreement;
import org.counterpoint.eval.figures.LengthControlled;
import org.counterpoint.eval.figures.LengthEffect;
import org.counterpoint.eval.figures.ModelRanking;
import org.counterpoint.eval.figures.PairedComparison;
import org.counterpoint.eval.figures.PositionBias;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.Power;
import org.jspecify.annotations.Nullable;

/** The figures for a terminal: at most 100 columns but for long names, every number with its method. */
public final class WinrateText {
    /** More files than this get the leaderboard alone; the rest is in the other forms. */
    private static final int DETAILED = 4;

    private static final int NAME = 26;

    private final Analysis analysis;
    private final double level;
    private final double detect;
    private final List<String> lines = new ArrayList<>();

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
            analysis.files().forEach(text::paired);
            analysis.files().forEach(text::length);
            analysis.files().forEach(text::position);
            analysis.files().forEach(text::categories);
        }
        text.arms();
        text.ranking();
        text.agreement();
        text.power();
        return List.copyOf(text.lines);
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

    private void paired(FileFigures file) {
        for (PairedComparison paired : file.paired()) {
            heading(name(file) + " less " + Words.shortened(paired.other().candidate(), NAME) + ", on "
                    + paired.shared() + " shared instructions");
            if (paired.difference() != null && paired.permutation() != null && paired.mcNemar() != null) {
                lines.add("  " + Words.points(paired.difference().value()) + " points "
                        + Words.signed(paired.difference().interval()) + " ("
                        + paired.difference().interval().method() + ")");
                lines.add("  p " + Words.p(paired.permutation().p()) + " ("
                        + paired.permutation().method() + "), p "
                        + Words.p(paired.mcNemar().p()) + " ("
                        + paired.mcNemar().method() + ", of winning)");
            }
            unshared("only in " + Words.shortened(file.set().file(), NAME), paired.onlyHere());
            unshared("only in " + Words.shortened(paired.other().file(), NAME), paired.onlyThere());
            if (!paired.sameBaseline()) {
                lines.add("  their baselines differ, so the difference says little");
            } else if (paired.otherBaselineAnswers() > 0) {
                lines.add("  the baseline's answers differ on " + paired.otherBaselineAnswers() + " of them");
            }
        }
    }

    private void unshared(String where, PairedComparison.Unshared unshared) {
        if (unshared.count() > 0) {
            lines.add("  " + where + ": " + unshared.count() + ", such as \""
                    + Words.shortened(unshared.examples().get(0), 50) + "\"");
        }
    }

    private void length(FileFigures file) {
        LengthEffect length = file.length();
        if (length == null) {
            return;
        }
        heading("Length: " + name(file));
        rate("the longer answer is preferred", length.longerPreferred());
        rate("win rate where its answer is longer", length.whenLonger());
        rate("win rate where its answer is shorter", length.whenShorter());
        rate("win rate at lengths within 10 %", length.matched());
        LengthControlled controlled = file.controlled();
        if (controlled != null) {
            String interval = controlled.interval() == null ? "" : " " + Words.interval(controlled.interval());
            lines.add(row(
                    "controlled (LC)",
                    Words.percent(controlled.winRate())
                            + interval
                            + (controlled.interval() == null
                                    ? ""
                                    : " (" + controlled.interval().method() + ")")));
            lines.add(String.format(
                    Locale.ROOT,
                    "    length weight %.3f, advantage %.3f%s, difficulty: %s, held by %.4g",
                    controlled.lengthWeight(),
                    controlled.advantage(),
                    controlled.difficulty().equals("table")
                            ? String.format(Locale.ROOT, ", difficulty weight %.3f", controlled.difficultyWeight())
                            : "",
                    controlled.difficulty(),
                    controlled.strength()));
            if (controlled.withoutDifficulty() > 0) {
                lines.add("    " + controlled.withoutDifficulty() + " instructions are not in the table and left out");
            }
        }
    }

    private void rate(String what, @Nullable Estimate estimate) {
        if (estimate != null) {
            lines.add(row(
                    what,
                    Words.percent(estimate.value()) + " " + Words.interval(estimate.interval()) + " (n " + estimate.n()
                            + ", " + estimate.interval().method() + ")"));
        }
    }

    private void position(FileFigures file) {
        PositionBias position = file.position();
        if (position == null) {
            return;
        }
        heading("Position: " + name(file));
        lines.add(row(
                "win rate shown first / second",
                Words.percent(position.whenFirst()) + " / " + Words.percent(position.whenSecond())));
        lines.add(row(
                "being shown first is worth",
                Words.points(position.advantage().value()) + " points "
                        + Words.signed(position.advantage().interval())));
        lines.add("    " + position.advantage().interval().method() + "; orders: "
                + (position.bothOrders() ? "both, as recorded" : "AlpacaEval's seeded draw, recomputed"));
        if (position.agreement() != null) {
            lines.add(row(
                    "judge with itself in both orders",
                    kappa(position.agreement()) + ", " + position.disagreements() + " of "
                            + position.agreement().n() + " change"));
        }
    }

    private void categories(FileFigures file) {
        for (CategoryTable table : file.categories()) {
            heading("By " + table.by() + ": " + name(file)
                    + (table.uncategorised() > 0 ? " (" + table.uncategorised() + " instructions in none)" : ""));
            List<List<String>> rows = table.rows().stream()
                    .map(row -> List.of(
                            Words.shortened(row.name(), NAME),
                            Words.percent(row.winRate().value()),
                            Words.interval(row.winRate().interval()),
                            Integer.toString(row.winRate().n()),
                            Words.p(row.test().p()),
                            Words.p(row.holm()),
                            Words.p(row.benjaminiHochberg())))
                    .toList();
            Grid grid = new Grid(List.of(table.by(), "win rate", "interval", "n", "p", "Holm", "BH"), rows);
            GridFormat.TABLE.lines(grid).forEach(line -> lines.add("  " + line));
            lines.add("  p of a win rate of 50 %: sign-flip permutation; Holm and Benjamini-Hochberg over this table");
        }
    }

    private void arms() {
        if (analysis.arms().isEmpty()) {
            return;
        }
        ArmFigures first = analysis.arms().get(0);
        heading("Arms, seeds as a second level, on " + first.instructions() + " instructions");
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
        Grid grid = new Grid(List.of("arm", "seeds", "win rate", "interval", "less " + first.name(), "interval"), rows);
        GridFormat.TABLE.lines(grid).forEach(line -> lines.add("  " + line));
        lines.add("  " + first.winRate().interval().method());
    }

    private void ranking() {
        ModelRanking ranking = analysis.ranking();
        if (ranking == null) {
            return;
        }
        heading("Ranking of all models (strength in log-odds; only differences mean anything)");
        List<List<String>> rows = new ArrayList<>();
        for (ModelRanking.Place place : ranking.places()) {
            var interval = place.strength().interval();
            rows.add(List.of(
                    Words.shortened(place.model(), NAME),
                    Words.number(place.strength().value()),
                    "[" + Words.number(interval.low()) + ", " + Words.number(interval.high()) + "]"));
        }
        GridFormat.TABLE
                .lines(new Grid(List.of("model", "strength", "interval"), rows))
                .forEach(line -> lines.add("  " + line));
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
        heading("Agreement of judges on the same answers");
        for (JudgeAgreement one : all) {
            lines.add("  " + Words.shortened(one.first(), NAME) + " and " + Words.shortened(one.second(), NAME) + ": "
                    + one.agreed() + " of " + one.shared() + ", " + kappa(one.kappa()));
        }
    }

    private void power() {
        FileFigures last = analysis.files().get(analysis.files().size() - 1);
        heading("Power (normal approximation, level 95 %, power 80 %)");
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

    private static String kappa(Estimate kappa) {
        return "kappa " + Words.number(kappa.value()) + " ["
                + Words.number(kappa.interval().low()) + ", "
                + Words.number(kappa.interval().high()) + "] (Cohen, "
                + kappa.interval().method() + ")";
    }

    private static String row(String what, String value) {
        return String.format(Locale.ROOT, "  %-37s %s", what, value);
    }

    private static String name(FileFigures file) {
        return Words.shortened(file.set().candidate(), NAME);
    }

    private void heading(String text) {
        lines.add("");
        lines.add(text);
    }
}
