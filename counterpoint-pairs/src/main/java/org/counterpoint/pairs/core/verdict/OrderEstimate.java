package org.counterpoint.pairs.core.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.counterpoint.data.InputException;
import org.counterpoint.stats.BradleyTerry;
import org.counterpoint.stats.Comparison;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.Ranking;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who is stronger, as verdicts tell it: Bradley and Terry's strengths with their intervals, and the models that cannot
 * be told apart. A tie is half a win for either.
 *
 * @param places the models, strongest first
 * @param undecided the pairs whose difference may be chance, stronger one first
 * @param verdicts how many different pairs of answers were judged
 * @param prompts on how many prompts
 * @param regularised whether a prior had to hold the strengths finite: somebody won or lost everything, or never met
 *     the others
 * @param cycles whether three models beat each other in a circle, in words
 */
public record OrderEstimate(
        List<Place> places, List<Undecided> undecided, int verdicts, int prompts, boolean regularised, String cycles) {

    private static final double LEVEL = 0.95;

    /**
     * A model's place.
     *
     * @param strength log-odds against the mean of all models
     * @param won the sum of its verdicts, a tie half
     * @param met how many verdicts it was in
     */
    public record Place(String model, Estimate strength, double won, double met) {}

    /**
     * Two models that cannot be told apart.
     *
     * @param difference of their strengths
     * @param p of it, by Holm's correction over all pairs
     */
    public record Undecided(String stronger, String weaker, Estimate difference, double p) {

        /** In words. */
        public String words() {
            return String.format(
                    Locale.ROOT,
                    "%s and %s cannot be told apart: %s is ahead by %.2f (95 %% interval %.2f to %.2f; p = %.2g, corrected"
                            + " for all pairs of models)",
                    stronger,
                    weaker,
                    stronger,
                    difference.value(),
                    difference.interval().low(),
                    difference.interval().high(),
                    p);
        }
    }

    public OrderEstimate {
        places = List.copyOf(places);
        undecided = List.copyOf(undecided);
    }

    /** @throws InputException where the verdicts compare nothing */
    public static OrderEstimate of(VerdictTable verdicts) {
        List<String> models = List.copyOf(verdicts.models());
        List<Comparison> comparisons = verdicts.comparisons(models);
        if (comparisons.isEmpty()) {
            throw new InputException("the verdicts compare no two models; give --order.");
        }
        Ranking ranking = BradleyTerry.fit(models.size(), comparisons);
        return new OrderEstimate(
                places(models, ranking),
                undecided(models, ranking),
                comparisons.size(),
                (int) comparisons.stream().mapToInt(Comparison::unit).distinct().count(),
                ranking.regularised(),
                ranking.table().cycles().words());
    }

    private static List<Place> places(List<String> models, Ranking ranking) {
        List<Place> places = new ArrayList<>();
        for (int model : ranking.order()) {
            double won = 0;
            double met = 0;
            for (int other = 0; other < models.size(); other++) {
                won += other == model ? 0 : ranking.table().won(model, other);
                met += other == model ? 0 : ranking.table().met(model, other);
            }
            places.add(new Place(models.get(model), ranking.strength(model, LEVEL), won, met));
        }
        return places;
    }

    private static List<Undecided> undecided(List<String> models, Ranking ranking) {
        return ranking.undecided(LEVEL).stream()
                .map(pair -> new Undecided(
                        models.get(pair.stronger()),
                        models.get(pair.weaker()),
                        ranking.difference(pair.stronger(), pair.weaker(), LEVEL),
                        pair.p()))
                .toList();
    }

    /** The names, strongest first. */
    public List<String> models() {
        return places.stream().map(Place::model).toList();
    }

    /** The strengths by model. */
    public Map<String, Double> strengths() {
        return places.stream().collect(Collectors.toMap(Place::model, place -> place.strength()
                .value()));
    }

    /** The order of these models only. */
    public List<String> among(Set<String> wanted) {
        return models().stream().filter(wanted::contains).toList();
    }

    /** The pairs that cannot be told apart among these models. */
    public List<Undecided> undecidedAmong(Set<String> wanted) {
        return undecided.stream()
                .filter(pair -> wanted.contains(pair.stronger()) && wanted.contains(pair.weaker()))
                .toList();
    }

    /** The content of {@code order_estimate} in {@code summary.json}, and what {@code order --json} prints. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode models = json.putArray("models");
        for (Place place : places) {
            ObjectNode item = models.addObject().put("model", place.model());
            put(item, "strength", place.strength()).put("won", place.won()).put("met", place.met());
        }
        ArrayNode open = json.putArray("undecided");
        for (Undecided pair : undecided) {
            ObjectNode item = open.addObject().put("stronger", pair.stronger()).put("weaker", pair.weaker());
            put(item, "difference", pair.difference()).put("p", pair.p()).put("words", pair.words());
        }
        json.put("verdicts", verdicts).put("prompts", prompts).put("regularised", regularised);
        json.put("cycles", cycles);
        json.put("method", places.get(0).strength().interval().method());
        return json;
    }

    private static ObjectNode put(ObjectNode json, String name, Estimate estimate) {
        json.put(name, estimate.value());
        json.putArray(name + "_interval")
                .add(estimate.interval().low())
                .add(estimate.interval().high());
        return json;
    }
}
