package org.counterpoint.report.winrate;

import java.util.List;
import java.util.Locale;
import org.counterpoint.eval.figures.CategoryTable;
import org.counterpoint.eval.figures.FileFigures;
import org.counterpoint.eval.figures.LengthControlled;
import org.counterpoint.eval.figures.LengthEffect;
import org.counterpoint.eval.figures.PairedComparison;
import org.counterpoint.eval.figures.PositionBias;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.TestResult;
import org.jspecify.annotations.Nullable;

/** What one file says, in the terminal. */
final class FileText {
    private static final int NAME = 26;

    private final TextLines lines;

    FileText(TextLines lines) {
        this.lines = lines;
    }

    void paired(FileFigures file) {
        for (PairedComparison paired : file.paired()) {
            lines.heading(
                    name(file) + " minus " + Words.shortened(paired.other().candidate(), NAME) + ", on "
                            + paired.shared() + " shared instructions");
            if (paired.difference() != null && paired.permutation() != null) {
                lines.add("  " + Words.points(paired.difference().value()) + " points "
                        + Words.signed(paired.difference().interval()) + " ("
                        + paired.difference().interval().method() + ")");
                lines.add("  p " + Words.p(paired.permutation().p()) + " ("
                        + paired.permutation().method() + ")" + mcNemar(paired));
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

    private static String mcNemar(PairedComparison paired) {
        TestResult test = paired.mcNemar();
        String counts = paired.counts().better() + " better, " + paired.counts().worse() + " worse";
        return test == null ? ", " + counts : ", p " + Words.p(test.p()) + " (" + test.method() + ", " + counts + ")";
    }

    private void unshared(String where, PairedComparison.Unshared unshared) {
        if (unshared.count() > 0) {
            lines.add("  " + where + ": " + unshared.count() + ", such as \""
                    + Words.shortened(unshared.examples().get(0), 50) + "\"");
        }
    }

    void length(FileFigures file) {
        LengthEffect length = file.length();
        if (length == null) {
            return;
        }
        lines.heading("Length: " + name(file));
        rate("the longer answer is preferred", length.longerPreferred());
        rate("win rate where its answer is longer", length.whenLonger());
        rate("win rate where its answer is shorter", length.whenShorter());
        rate("win rate at lengths within 10 %", length.matched());
        LengthControlled controlled = file.controlled();
        if (controlled != null) {
            String interval = controlled.interval() == null ? "" : " " + Words.interval(controlled.interval());
            lines.row(
                    "controlled (LC)",
                    Words.percent(controlled.winRate())
                            + interval
                            + (controlled.interval() == null
                                    ? ""
                                    : " (" + controlled.interval().method() + ")"));
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
            lines.row(
                    what,
                    Words.percent(estimate.value()) + " " + Words.interval(estimate.interval()) + " (n " + estimate.n()
                            + ", " + estimate.interval().method() + ")");
        }
    }

    void position(FileFigures file) {
        PositionBias position = file.position();
        if (position == null) {
            return;
        }
        lines.heading("Position: " + name(file));
        lines.row(
                "win rate shown first / second",
                Words.percent(position.whenFirst()) + " / " + Words.percent(position.whenSecond()));
        lines.row(
                "being shown first is worth",
                Words.points(position.advantage().value()) + " points "
                        + Words.signed(position.advantage().interval()));
        lines.add("    " + position.advantage().interval().method() + "; orders: "
                + (position.bothOrders() ? "both, as recorded" : "AlpacaEval's seeded draw, recomputed"));
        if (position.agreement() != null) {
            lines.row(
                    "judge with itself in both orders",
                    Words.kappa(position.agreement()) + ", " + position.disagreements() + " of "
                            + position.agreement().n() + " change");
        }
    }

    void categories(FileFigures file) {
        for (CategoryTable table : file.categories()) {
            lines.heading("By " + table.by() + ": " + name(file)
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
            lines.grid(grid);
            lines.add("  p of a win rate of 50 %: sign-flip permutation; Holm and Benjamini-Hochberg over this table");
        }
    }

    private static String name(FileFigures file) {
        return Words.shortened(file.set().candidate(), NAME);
    }
}
