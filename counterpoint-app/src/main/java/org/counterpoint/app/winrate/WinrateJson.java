package org.counterpoint.app.winrate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.counterpoint.stats.Interval;
import org.counterpoint.stats.Power;
import org.counterpoint.stats.TestResult;
import org.jspecify.annotations.Nullable;

/** The figures for scripts: rates, differences and their intervals in percent, as AlpacaEval's. */
public final class WinrateJson {
    private final Analysis analysis;
    private final double detect;

    /** @param detect the difference to be seen, in percentage points */
    public WinrateJson(Analysis analysis, double detect) {
        this.analysis = analysis;
        this.detect = detect;
    }

    /** An object a file. */
    public List<Map<String, Object>> files() {
        List<Map<String, Object>> files = new ArrayList<>();
        for (FileFigures file : analysis.files()) {
            Map<String, Object> object = file(file);
            arm(file.set().file(), object);
            if (!files.isEmpty()) {
                object.put("paired", file.paired().stream().map(this::paired).toList());
            }
            files.add(object);
        }
        return files;
    }

    /** Everything, what concerns several files beside the files. */
    public Map<String, Object> everything() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("files", files());
        all.put("arms", analysis.arms().stream().map(WinrateJson::arm).toList());
        ModelRanking ranking = analysis.ranking();
        if (ranking != null) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("places", ranking.places().stream().map(WinrateJson::place).toList());
            json.put(
                    "undecided",
                    ranking.undecided().stream()
                            .map(pair -> Map.of("stronger", pair.stronger(), "weaker", pair.weaker(), "p", pair.p()))
                            .toList());
            json.put("intransitivity", ranking.intransitivity());
            json.put("regularised", ranking.regularised());
            all.put("ranking", json);
        }
        return all;
    }

    private Map<String, Object> file(FileFigures file) {
        var set = file.set();
        var figures = file.leaderboard();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", set.file());
        json.put("generator_1", set.baseline());
        json.put("generator_2", set.candidate());
        json.put("annotator", String.join("+", set.annotators()));
        json.put("win_rate", figures.winRate());
        json.put("standard_error", orNull(figures.standardError()));
        json.put("n_wins", figures.wins());
        json.put("n_wins_base", figures.winsBase());
        json.put("n_draws", figures.draws());
        json.put("n_total", figures.total());
        json.put("discrete_win_rate", figures.discreteWinRate());
        json.put("avg_length", figures.averageLength());
        json.put("avg_length_baseline", figures.averageBaselineLength());
        LengthControlled controlled = file.controlled();
        json.put("length_controlled_winrate", controlled == null ? null : 100 * controlled.winRate());
        json.put("interval", interval(file.winRate().interval()));
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
                file.categories().stream().map(WinrateJson::categories).toList());
        json.put(
                "agreement",
                file.agreement().stream().map(WinrateJson::agreement).toList());
        json.put("power", power(figures.total(), file.spread()));
        ModelRanking ranking = analysis.ranking();
        if (ranking != null) {
            for (int i = 0; i < ranking.places().size(); i++) {
                if (ranking.places().get(i).model().equals(set.candidate())) {
                    Map<String, Object> place = place(ranking.places().get(i));
                    place.put("place", i + 1);
                    json.put("bradley_terry", place);
                }
            }
        }
        return json;
    }

    private void arm(String file, Map<String, Object> object) {
        analysis.arms().stream()
                .filter(arm -> arm.files().contains(file))
                .findFirst()
                .ifPresent(arm -> object.put("arm", arm(arm)));
    }

    private static Map<String, Object> arm(ArmFigures arm) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", arm.name());
        json.put("files", arm.files());
        json.put("instructions", arm.instructions());
        json.put("win_rate", percent(arm.winRate()));
        json.put("difference_from_first", percent(arm.difference()));
        return json;
    }

    private static Map<String, Object> place(ModelRanking.Place place) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", place.model());
        json.put("strength", place.strength().value());
        Interval interval = place.strength().interval();
        json.put("low", interval.low());
        json.put("high", interval.high());
        json.put("method", interval.method());
        return json;
    }

    private static Map<String, Object> length(LengthEffect length) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("longer_preferred", percent(length.longerPreferred()));
        json.put("win_rate_when_longer", percent(length.whenLonger()));
        json.put("win_rate_when_shorter", percent(length.whenShorter()));
        json.put("win_rate_when_matched", percent(length.matched()));
        json.put("matched_within", LengthEffect.MATCHED);
        return json;
    }

    private static Map<String, Object> controlled(LengthControlled controlled) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("win_rate", 100 * controlled.winRate());
        json.put("interval", controlled.interval() == null ? null : interval(controlled.interval()));
        json.put("length_weight", controlled.lengthWeight());
        json.put("advantage", controlled.advantage());
        json.put("difficulty_weight", orNull(controlled.difficultyWeight()));
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
        json.put("advantage_of_first", percent(position.advantage()));
        json.put("orders", position.bothOrders() ? "both, recorded" : "alpaca_eval's seeded switch, recomputed");
        Estimate agreement = position.agreement();
        if (agreement != null) {
            json.put("kappa_with_itself", estimate(agreement, 1));
            json.put("disagreements", position.disagreements());
        }
        return json;
    }

    private static Map<String, Object> categories(CategoryTable table) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("by", table.by());
        json.put("uncategorised", table.uncategorised());
        json.put("rows", table.rows().stream().map(WinrateJson::category).toList());
        return json;
    }

    private static Map<String, Object> category(CategoryTable.Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", row.name());
        json.put("win_rate", percent(row.winRate()));
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
        json.put("kappa", estimate(agreement.kappa(), 1));
        return json;
    }

    private Map<String, Object> paired(PairedComparison paired) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", paired.other().file());
        json.put("generator_2", paired.other().candidate());
        json.put("n_shared", paired.shared());
        json.put("only_here", unshared(paired.onlyHere()));
        json.put("only_there", unshared(paired.onlyThere()));
        json.put("same_baseline", paired.sameBaseline());
        json.put("other_baseline_answers", paired.otherBaselineAnswers());
        json.put("difference", percent(paired.difference()));
        json.put("mcnemar", test(paired.mcNemar()));
        json.put("permutation", test(paired.permutation()));
        if (paired.shared() > 0) {
            json.put("power", power(paired.shared(), paired.spread()));
        }
        return json;
    }

    private static Map<String, Object> unshared(PairedComparison.Unshared unshared) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("count", unshared.count());
        json.put("examples", unshared.examples());
        return json;
    }

    private Map<String, Object> power(int n, double spread) {
        Map<String, Object> json = new LinkedHashMap<>();
        boolean known = spread > 0;
        json.put("smallest_difference", known ? 100 * Power.usual().smallestDifference(n, spread) : null);
        json.put("detect", detect);
        json.put("instructions_needed", known ? Power.usual().instructionsNeeded(detect / 100, spread) : null);
        json.put("method", "normal approximation, two-sided level 0.95, power 0.8");
        return json;
    }

    private static @Nullable Map<String, Object> test(@Nullable TestResult test) {
        if (test == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("p", test.p());
        json.put("method", test.method());
        return json;
    }

    private static @Nullable Map<String, Object> percent(@Nullable Estimate estimate) {
        return estimate == null ? null : estimate(estimate, 100);
    }

    private static Map<String, Object> estimate(Estimate estimate, double scale) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("value", orNull(scale * estimate.value()));
        json.put("low", scale * estimate.interval().low());
        json.put("high", scale * estimate.interval().high());
        json.put("n", estimate.n());
        json.put("level", estimate.interval().level());
        json.put("method", estimate.interval().method());
        return json;
    }

    private static Map<String, Object> interval(Interval interval) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("low", 100 * interval.low());
        json.put("high", 100 * interval.high());
        json.put("level", interval.level());
        json.put("method", interval.method());
        return json;
    }

    private static @Nullable Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
