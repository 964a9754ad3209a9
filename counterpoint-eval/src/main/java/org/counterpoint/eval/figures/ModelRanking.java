package org.counterpoint.eval.figures;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.eval.annotations.Judgement;
import org.counterpoint.stats.BradleyTerry;
import org.counterpoint.stats.Comparison;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.Ranking;

/**
 * All models of all files by strength (Bradley and Terry, 1952), the baselines among them.
 *
 * @param places strongest first
 * @param undecided pairs of neighbours and others that cannot be told apart after Holm's correction, as names
 * @param intransitivity a sentence
 * @param regularised whether a prior had to hold the strengths finite
 */
public record ModelRanking(List<Place> places, List<Undecided> undecided, String intransitivity, boolean regularised) {
    public ModelRanking {
        places = List.copyOf(places);
        undecided = List.copyOf(undecided);
    }

    /** @param strength log-odds against the mean of all models */
    public record Place(String model, Estimate strength) {}

    /** @param p of their difference, by Holm's correction over all pairs */
    public record Undecided(String stronger, String weaker, double p) {}

    static ModelRanking of(List<AnnotationSet> sets, double level) {
        Map<String, Integer> models = new HashMap<>();
        Map<String, Integer> units = new HashMap<>();
        List<String> names = new ArrayList<>();
        List<Comparison> comparisons = new ArrayList<>();
        for (AnnotationSet set : sets) {
            int candidate = number(models, names, set.candidate());
            int baseline = number(models, names, set.baseline());
            for (Judgement judgement : set.judgements()) {
                if (judgement.hasVerdict() && candidate != baseline) {
                    int unit = units.computeIfAbsent(judgement.instruction(), key -> units.size());
                    comparisons.add(new Comparison(unit, candidate, baseline, judgement.score()));
                }
            }
        }
        Ranking ranking = BradleyTerry.fit(names.size(), comparisons);
        return new ModelRanking(
                ranking.order().stream()
                        .map(model -> new Place(names.get(model), ranking.strength(model, level)))
                        .toList(),
                ranking.undecided(level).stream()
                        .map(pair -> new Undecided(names.get(pair.stronger()), names.get(pair.weaker()), pair.p()))
                        .toList(),
                ranking.table().cycles().words(),
                ranking.regularised());
    }

    private static int number(Map<String, Integer> models, List<String> names, String model) {
        return models.computeIfAbsent(model, key -> {
            names.add(key);
            return names.size() - 1;
        });
    }
}
