package org.counterpoint.app.winrate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.counterpoint.app.report.Report;
import org.counterpoint.app.report.Section;
import org.counterpoint.app.report.chart.ForestPlot;
import org.counterpoint.app.report.chart.Scatter;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.eval.figures.ArmFigures;
import org.counterpoint.eval.figures.CategoryTable;
import org.counterpoint.eval.figures.FileFigures;
import org.counterpoint.eval.figures.JudgeAgreement;
import org.counterpoint.eval.figures.LengthEffect;
import org.counterpoint.eval.figures.ModelRanking;
import org.counterpoint.eval.figures.PairedComparison;
import org.counterpoint.stats.Estimate;
import org.jspecify.annotations.Nullable;

/** The figures as sections of a report. */
public final class WinrateReport {
    /** Charts of one line a part of the test set get unreadable beyond so many files. */
    private static final int DETAILED = 4;

    private static final int NAME = 40;

    private final Analysis analysis;
    private final double level;

    private WinrateReport(Analysis analysis, double level) {
        this.analysis = analysis;
        this.level = level;
    }

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

    private static List<Section> sections(Analysis analysis, double level) {
        WinrateReport report = new WinrateReport(analysis, level);
        return Stream.of(
                        report.setAside(),
                        report.leaderboard(),
                        List.of(report.forest()),
                        report.arms(),
                        report.differences(),
                        report.length(),
                        report.position(),
                        report.categories(),
                        report.ranking(),
                        report.agreement())
                .flatMap(List::stream)
                .toList();
    }

    private List<Section> setAside() {
        List<String> lines = new ArrayList<>();
        for (FileFigures file : analysis.files()) {
            file.set()
                    .account()
                    .first()
                    .forEach((reason, entries) -> lines.add(file.set().file() + ": "
                            + file.set().account().counts().get(reason) + " rows not used, " + reason
                            + ", the first at "
                            + entries.get(0).origin() + ": " + entries.get(0).detail()));
        }
        return lines.isEmpty() ? List.of() : List.of(new Section.Words("Not used", lines, true));
    }

    private List<Section> leaderboard() {
        Grid grid = Leaderboard.narrow(analysis.files());
        String baselines = analysis.files().stream()
                .map(file -> file.set().baseline())
                .distinct()
                .collect(Collectors.joining(", "));
        Set<String> methods = new LinkedHashSet<>();
        analysis.files().forEach(file -> methods.add(file.winRate().interval().method()));
        analysis.files().stream()
                .map(FileFigures::controlled)
                .filter(Objects::nonNull)
                .forEach(controlled -> methods.add("LC: " + controlled.method()));
        return List.of(new Section.Table(
                "Leaderboard",
                "In percent, against " + baselines + "; interval: " + Words.level(level) + " over instructions, "
                        + String.join("; ", methods) + ". LC is the win rate were both answers equally long.",
                grid.columns(),
                grid.rows()));
    }

    private Section forest() {
        return ForestPlot.of(
                "Win rates",
                "Each model's win rate against its baseline with its " + Words.level(level)
                        + " interval over instructions. The line is 50 %: no difference from the baseline.",
                "win rate in percent",
                analysis.files().stream()
                        .map(file -> row(file.set().candidate(), file.winRate()))
                        .toList(),
                50);
    }

    private List<Section> arms() {
        if (analysis.arms().isEmpty()) {
            return List.of();
        }
        List<ForestPlot.Row> rows = analysis.arms().stream()
                .map(arm -> row(arm.name() + " (" + arm.files().size() + " seeds)", arm.winRate()))
                .toList();
        ArmFigures first = analysis.arms().get(0);
        return List.of(ForestPlot.of(
                "Arms over seeds",
                "Win rates of arms on " + first.instructions() + " shared instructions, seeds and instructions as two"
                        + " levels of variation ("
                        + first.winRate().interval().method() + ").",
                "win rate in percent",
                rows,
                50));
    }

    private List<Section> differences() {
        List<ForestPlot.Row> rows = new ArrayList<>();
        List<List<String>> table = new ArrayList<>();
        for (FileFigures file : analysis.files()) {
            for (PairedComparison paired : file.paired()) {
                String label = name(file.set().candidate()) + " less "
                        + name(paired.other().candidate());
                Estimate difference = paired.difference();
                if (difference != null && paired.permutation() != null && paired.mcNemar() != null) {
                    rows.add(row(label, difference));
                    table.add(List.of(
                            label,
                            Words.points(difference.value()),
                            Words.signed(difference.interval()),
                            Words.p(paired.permutation().p()),
                            Words.p(paired.mcNemar().p()),
                            Integer.toString(paired.shared()),
                            Integer.toString(paired.onlyHere().count()),
                            Integer.toString(paired.onlyThere().count())));
                }
            }
        }
        if (rows.isEmpty()) {
            return List.of();
        }
        return List.of(
                ForestPlot.of(
                        "Differences on the same instructions",
                        "Win rate of one model less that of another, instruction by instruction, with its "
                                + Words.level(level) + " interval. The line is 0: no difference.",
                        "difference in percentage points",
                        rows,
                        0),
                new Section.Table(
                        "Paired tests",
                        "p: sign-flip permutation of the scores; McNemar: exact, of winning. Not corrected for the number"
                                + " of comparisons. Instructions that only one file has are not compared.",
                        List.of(
                                "comparison",
                                "points",
                                "interval",
                                "p",
                                "McNemar p",
                                "shared",
                                "only first",
                                "only second"),
                        table));
    }

    private List<Section> length() {
        List<Scatter.Point> points = analysis.files().stream()
                .map(file -> new Scatter.Point(
                        "models",
                        name(file.set().candidate()),
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
                    name(file.set().candidate()),
                    rate(length.longerPreferred()),
                    rate(length.whenLonger()),
                    rate(length.whenShorter()),
                    rate(length.matched()),
                    file.controlled() == null
                            ? "-"
                            : Words.percent(file.controlled().winRate())));
        }
        return List.of(
                Scatter.of(
                        "Win rate against length gap",
                        "A point a model: how much longer its answers are than the baseline's on average, and how often it"
                                + " wins. Lines: equal length, 50 %. Points on a rising line mean that winning and writing"
                                + " more go together.",
                        "mean length less the baseline's, in code points",
                        "win rate in percent",
                        points,
                        0,
                        50),
                new Section.Table(
                        "Length",
                        "In percent, with " + Words.level(level)
                                + " intervals and the number of instructions. Longer: how"
                                + " often the longer answer is preferred; matched: lengths within 10 %; LC: length-controlled"
                                + " win rate.",
                        List.of("model", "longer preferred", "win rate if longer", "if shorter", "if matched", "LC"),
                        rows));
    }

    private List<Section> position() {
        List<ForestPlot.Row> rows = new ArrayList<>();
        Set<String> notes = new LinkedHashSet<>();
        for (FileFigures file : analysis.files()) {
            if (file.position() != null) {
                rows.add(row(file.set().candidate(), file.position().advantage()));
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
                        "What being shown first is worth: the win rate where the model is shown first less that where it is"
                                + " shown second; " + String.join("; ", notes) + ". The line is 0: no bias.",
                        "percentage points",
                        rows,
                        0));
    }

    private List<Section> categories() {
        if (analysis.files().size() > DETAILED) {
            return List.of();
        }
        List<Section> sections = new ArrayList<>();
        for (FileFigures file : analysis.files()) {
            for (CategoryTable table : file.categories()) {
                String heading = "By " + table.by() + ": " + name(file.set().candidate());
                sections.add(ForestPlot.of(
                        heading,
                        "Win rates in each part of the instructions with " + Words.level(level)
                                + " intervals; p of a win"
                                + " rate of 50 % by sign-flip permutation, corrected over this table by Holm (any false"
                                + " alarm) is in the label.",
                        "win rate in percent",
                        table.rows().stream()
                                .map(row -> row(
                                        row.name() + " (n " + row.winRate().n() + ", p " + Words.p(row.holm()) + ")",
                                        row.winRate()))
                                .toList(),
                        50));
            }
        }
        return sections;
    }

    private List<Section> ranking() {
        ModelRanking ranking = analysis.ranking();
        if (ranking == null) {
            return List.of();
        }
        List<ForestPlot.Row> rows = ranking.places().stream()
                .map(place -> new ForestPlot.Row(
                        name(place.model()),
                        place.strength().value(),
                        place.strength().interval().low(),
                        place.strength().interval().high()))
                .toList();
        return List.of(ForestPlot.of(
                "Ranking of all models",
                "Bradley-Terry strengths in log-odds against the mean of all models, strongest first; only differences"
                        + " mean anything ("
                        + ranking.places().get(0).strength().interval().method() + "). Of transitivity: "
                        + ranking.intransitivity() + ". Not told apart after Holm's correction: "
                        + ranking.undecided().size() + " pairs.",
                "log-odds",
                rows,
                0));
    }

    private List<Section> agreement() {
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
                        "On the same answers. Cohen's kappa of (baseline, tie, candidate): 0 is what chance gives, 1 is always"
                                + " the same.",
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

    private static ForestPlot.Row row(String label, Estimate estimate) {
        return new ForestPlot.Row(
                name(label),
                100 * estimate.value(),
                100 * estimate.interval().low(),
                100 * estimate.interval().high());
    }

    private static String rate(@Nullable Estimate estimate) {
        return estimate == null
                ? "-"
                : Words.percent(estimate.value()) + " " + Words.interval(estimate.interval()) + " n " + estimate.n();
    }

    private static String name(String text) {
        return Words.shortened(text, NAME);
    }
}
