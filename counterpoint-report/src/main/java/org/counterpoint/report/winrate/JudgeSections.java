package org.counterpoint.report.winrate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.eval.figures.FileFigures;
import org.counterpoint.eval.figures.JudgeAgreement;
import org.counterpoint.report.Section;
import org.counterpoint.report.chart.ForestPlot;
import org.counterpoint.stats.Estimate;

/** How far the judges can be trusted: the place of an answer, and agreement. */
final class JudgeSections {
    private final Analysis analysis;

    JudgeSections(Analysis analysis) {
        this.analysis = analysis;
    }

    List<Section> position() {
        List<ForestPlot.Row> rows = new ArrayList<>();
        Set<String> notes = new LinkedHashSet<>();
        for (FileFigures file : analysis.files()) {
            if (file.position() != null) {
                rows.add(Shown.row(file.set().candidate(), file.position().advantage()));
                notes.add(
                        file.position().bothOrders()
                                ? "from verdicts in both orders"
                                : "the order recomputed from AlpacaEval's seeded draw");
                notes.add(file.position().advantage().interval().method());
            }
        }
        return rows.isEmpty()
                ? List.of()
                : List.of(ForestPlot.of(
                        "Position bias",
                        "What being shown first is worth: the win rate where the model is shown first minus that where"
                                + " it is shown second; " + String.join("; ", notes) + ". The line is 0: no bias.",
                        "percentage points",
                        rows,
                        0));
    }

    List<Section> agreement() {
        List<List<String>> rows = new ArrayList<>();
        for (FileFigures file : analysis.files()) {
            if (file.position() != null && file.position().agreement() != null) {
                Estimate kappa = file.position().agreement();
                rows.add(agreement(
                        String.join("+", file.set().annotators()) + ", both orders",
                        kappa.n() - file.position().disagreements(),
                        kappa));
            }
            for (JudgeAgreement one : file.agreement()) {
                rows.add(agreement(one.first() + " and " + one.second(), one.agreed(), one.kappa()));
            }
        }
        return rows.isEmpty()
                ? List.of()
                : List.of(new Section.Table(
                        "Agreement of judges",
                        "On the same answers. Cohen's kappa of (baseline, tie, candidate): 0 is what chance gives, 1"
                                + " is always the same.",
                        List.of("judges", "agreed", "of", "kappa", "interval"),
                        rows));
    }

    private static List<String> agreement(String judges, int agreed, Estimate kappa) {
        return List.of(
                Words.printable(judges),
                Integer.toString(agreed),
                Integer.toString(kappa.n()),
                Words.number(kappa.value()),
                "[" + Words.number(kappa.interval().low()) + ", "
                        + Words.number(kappa.interval().high()) + "]");
    }
}
