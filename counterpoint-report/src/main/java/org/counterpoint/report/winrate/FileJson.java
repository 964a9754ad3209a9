package org.counterpoint.report.winrate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.eval.figures.CategoryTable;
import org.counterpoint.eval.figures.FileFigures;
import org.counterpoint.eval.figures.JudgeAgreement;
import org.counterpoint.eval.figures.LengthControlled;
import org.counterpoint.eval.figures.LengthEffect;
import org.counterpoint.eval.figures.ModelRanking;
import org.counterpoint.eval.figures.PairedComparison;
import org.counterpoint.eval.figures.PositionBias;
import org.counterpoint.stats.Estimate;

/** What one file says, as JSON. */
final class FileJson {
    private final Analysis analysis;
    private final double detect;

    /** @param detect the difference to be seen, in percentage points */
    FileJson(Analysis analysis, double detect) {
        this.analysis = analysis;
        this.detect = detect;
    }

    Map<String, Object> file(FileFigures file) {
        var set = file.set();
        var figures = file.leaderboard();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", set.file());
        json.put("generator_1", set.baseline());
        json.put("generator_2", set.candidate());
        json.put("annotator", String.join("+", set.annotators()));
        json.put("win_rate", figures.winRate());
        json.put("standard_error", FigureJson.orNull(figures.standardError()));
        json.put("n_wins", figures.wins());
        json.put("n_wins_base", figures.winsBase());
        json.put("n_draws", figures.draws());
        json.put("n_total", figures.total());
        json.put("discrete_win_rate", figures.discreteWinRate());
        json.put("avg_length", figures.averageLength());
        json.put("avg_length_baseline", figures.averageBaselineLength());
        LengthControlled controlled = file.controlled();
        json.put("length_controlled_winrate", controlled == null ? null : 100 * controlled.winRate());
        json.put("interval", FigureJson.interval(file.winRate().interval()));
        json.put("rows_read", set.rowsRead());
        json.put("set_aside", set.account().counts());
        Map<String, List<String>> places = new LinkedHashMap<>();
        set.account()
                .first()
                .forEach((reason, entries) -> places.put(
                        reason, entries.stream().map(e -> e.origin().toString()).toList()));
        json.put("set_aside_at", places);
        json.put("empty_outputs", set.emptyOutputs());
        json.put("length", file.length() == null ? null : length(file.length()));
        json.put("length_controlled", controlled == null ? null : controlled(controlled));
        json.put("position", file.position() == null ? null : position(file.position()));
        json.put(
                "categories",
                file.categories().stream().map(FileJson::categories).toList());
        json.put("agreement", file.agreement().stream().map(FileJson::agreement).toList());
        json.put("power", FigureJson.power(figures.total(), file.spread(), detect));
        ModelRanking ranking = analysis.ranking();
        if (ranking != null) {
            for (int i = 0; i < ranking.places().size(); i++) {
                if (ranking.places().get(i).model().equals(set.candidate())) {
                    Map<String, Object> place =
                            FigureJson.place(ranking.places().get(i));
                    place.put("place", i + 1);
                    json.put("bradley_terry", place);
                }
            }
        }
        return json;
    }

    private static Map<String, Object> length(LengthEffect length) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("longer_preferred", FigureJson.percent(length.longerPreferred()));
        json.put("win_rate_when_longer", FigureJson.percent(length.whenLonger()));
        json.put("win_rate_when_shorter", FigureJson.percent(length.whenShorter()));
        json.put("win_rate_when_matched", FigureJson.percent(length.matched()));
        json.put("matched_within", LengthEffect.MATCHED);
        return json;
    }

    private static Map<String, Object> controlled(LengthControlled controlled) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("win_rate", 100 * controlled.winRate());
        json.put("interval", controlled.interval() == null ? null : FigureJson.interval(controlled.interval()));
        json.put("length_weight", controlled.lengthWeight());
        json.put("advantage", controlled.advantage());
        json.put("difficulty_weight", FigureJson.orNull(controlled.difficultyWeight()));
        json.put("strength", controlled.strength());
        json.put("difficulty", controlled.difficulty());
        json.put("without_difficulty", controlled.withoutDifficulty());
        json.put("method", controlled.method());
        return json;
    }

    private static Map<String, Object> position(PositionBias position) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("win_rate_when_first", 100 * position.whenFirst());
        json.put("win_rate_when_second", 100 * position.whenSecond());
        json.put("advantage_of_first", FigureJson.percent(position.advantage()));
        json.put("orders", position.bothOrders() ? "both, recorded" : "alpaca_eval's seeded switch, recomputed");
        Estimate agreement = position.agreement();
        if (agreement != null) {
            json.put("kappa_with_itself", FigureJson.estimate(agreement, 1));
            json.put("disagreements", position.disagreements());
        }
        return json;
    }

    private static Map<String, Object> categories(CategoryTable table) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("by", table.by());
        json.put("uncategorised", table.uncategorised());
        json.put("rows", table.rows().stream().map(FileJson::category).toList());
        return json;
    }

    private static Map<String, Object> category(CategoryTable.Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", row.name());
        json.put("win_rate", FigureJson.percent(row.winRate()));
        json.put("p", row.test().p());
        json.put("p_holm", row.holm());
        json.put("p_benjamini_hochberg", row.benjaminiHochberg());
        json.put("method", row.test().method());
        return json;
    }

    private static Map<String, Object> agreement(JudgeAgreement agreement) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("judges", List.of(agreement.first(), agreement.second()));
        json.put("shared", agreement.shared());
        json.put("agreed", agreement.agreed());
        json.put("kappa", FigureJson.estimate(agreement.kappa(), 1));
        return json;
    }

    Map<String, Object> paired(PairedComparison paired) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", paired.other().file());
        json.put("generator_2", paired.other().candidate());
        json.put("n_shared", paired.shared());
        json.put("only_here", unshared(paired.onlyHere()));
        json.put("only_there", unshared(paired.onlyThere()));
        json.put("same_baseline", paired.sameBaseline());
        json.put("other_baseline_answers", paired.otherBaselineAnswers());
        json.put("difference", FigureJson.percent(paired.difference()));
        json.put("better", paired.counts().better());
        json.put("worse", paired.counts().worse());
        json.put("mcnemar", FigureJson.test(paired.mcNemar()));
        json.put("permutation", FigureJson.test(paired.permutation()));
        if (paired.shared() > 0) {
            json.put("power", FigureJson.power(paired.shared(), paired.spread(), detect));
        }
        return json;
    }

    private static Map<String, Object> unshared(PairedComparison.Unshared unshared) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("count", unshared.count());
        json.put("examples", unshared.examples());
        return json;
    }
}
