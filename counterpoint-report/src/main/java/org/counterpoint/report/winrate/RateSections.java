package org.counterpoint.report.winrate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.eval.figures.ArmFigures;
import org.counterpoint.eval.figures.FileFigures;
import org.counterpoint.eval.figures.ModelRanking;
import org.counterpoint.report.Section;
import org.counterpoint.report.chart.ForestPlot;

/** Who wins: what was not used, the leaderboard, arms, and the ranking of all models. */
final class RateSections {
    private final Analysis analysis;
    private final double level;

    RateSections(Analysis analysis, double level) {
        this.analysis = analysis;
        this.level = level;
    }

    List<Section> leftOut() {
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
        return lines.isEmpty() ? List.of() : List.of(new Section.Words("Rows that were not used", lines, false));
    }

    List<Section> leaderboard() {
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

    List<Section> arms() {
        if (analysis.arms().isEmpty()) {
            return List.of();
        }
        List<ForestPlot.Row> rows = analysis.arms().stream()
                .map(arm -> Shown.row(arm.name() + " (" + arm.files().size() + " seeds)", arm.winRate()))
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

    List<Section> ranking() {
        ModelRanking ranking = analysis.ranking();
        if (ranking == null) {
            return List.of();
        }
        List<ForestPlot.Row> rows = ranking.places().stream()
                .map(place -> new ForestPlot.Row(
                        Shown.name(place.model()),
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
}
