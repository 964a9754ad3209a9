package org.counterpoint.report.winrate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.counterpoint.eval.figures.FileFigures;
import org.counterpoint.eval.figures.LeaderboardFigures;
import org.counterpoint.stats.Interval;
import org.jspecify.annotations.Nullable;

/** One line a file. */
final class Leaderboard {
    private static final int NAME = 28;

    private Leaderboard() {}

    /** Rounded, and narrow enough for 80 columns; those that win most stand first. */
    static Grid narrow(List<FileFigures> files) {
        boolean controlled = files.stream().anyMatch(file -> file.controlled() != null);
        List<String> columns =
                new ArrayList<>(List.of("model", "win rate", "interval", "wins/losses/ties", "n", "length"));
        if (controlled) {
            columns.add("LC");
        }
        List<List<String>> rows = new ArrayList<>();
        List<FileFigures> sorted = files.stream()
                .sorted(Comparator.comparingDouble(
                        (FileFigures file) -> -file.leaderboard().winRate()))
                .toList();
        for (FileFigures file : sorted) {
            LeaderboardFigures figures = file.leaderboard();
            List<String> row = new ArrayList<>(List.of(
                    Words.shortened(file.set().candidate(), NAME),
                    Words.percent(figures.winRate() / 100),
                    Words.interval(file.winRate().interval()),
                    figures.wins() + "/" + figures.winsBase() + "/" + figures.draws(),
                    Integer.toString(figures.total()),
                    Long.toString(figures.averageLength())));
            if (controlled) {
                row.add(
                        file.controlled() == null
                                ? "-"
                                : Words.percent(file.controlled().winRate()));
            }
            rows.add(row);
        }
        return new Grid(columns, rows);
    }

    /** Every digit, under the names of the JSON form. */
    static Grid full(List<FileFigures> files) {
        List<String> columns = List.of(
                "generator_2",
                "generator_1",
                "file",
                "win_rate",
                "standard_error",
                "low",
                "high",
                "n_wins",
                "n_wins_base",
                "n_draws",
                "n_total",
                "discrete_win_rate",
                "avg_length",
                "length_controlled_winrate");
        List<List<String>> rows = new ArrayList<>();
        for (FileFigures file : files) {
            LeaderboardFigures figures = file.leaderboard();
            Interval interval = file.winRate().interval();
            rows.add(List.of(
                    file.set().candidate(),
                    file.set().baseline(),
                    file.set().file(),
                    plain(figures.winRate()),
                    plain(figures.standardError()),
                    plain(100 * interval.low()),
                    plain(100 * interval.high()),
                    Integer.toString(figures.wins()),
                    Integer.toString(figures.winsBase()),
                    Integer.toString(figures.draws()),
                    Integer.toString(figures.total()),
                    plain(figures.discreteWinRate()),
                    Long.toString(figures.averageLength()),
                    plain(
                            file.controlled() == null
                                    ? null
                                    : 100 * file.controlled().winRate())));
        }
        return new Grid(columns, rows);
    }

    private static String plain(@Nullable Double value) {
        return value == null || value.isNaN() ? "" : value.toString();
    }
}
