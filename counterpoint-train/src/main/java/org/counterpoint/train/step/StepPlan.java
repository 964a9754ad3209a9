package org.counterpoint.train.step;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.batch.PreparedGroup.Preference;
import org.counterpoint.train.objective.PairObjective;
import org.counterpoint.train.step.PairTerm.WeightedPair;

/**
 * What a step computes.
 *
 * @param terms one a group that has anything with a weight
 * @param skipped groups that have nothing with a weight
 */
public record StepPlan(List<Term> terms, int skipped) {
    public StepPlan {
        terms = List.copyOf(terms);
    }

    /**
     * Pairs of groups.
     *
     * @param weights of a group's pairs, in their order
     * @param references of a group's responses; zeros for methods without a reference
     */
    public static StepPlan ofPairs(
            List<PreparedGroup> groups,
            Function<PreparedGroup, double[]> weights,
            Function<PreparedGroup, double[]> references,
            PairObjective objective) {
        List<double[]> all = groups.stream().map(weights).toList();
        double divisor = 0;
        for (double[] own : all) {
            for (double w : own) {
                divisor += w;
            }
        }
        List<Term> terms = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            PreparedGroup group = groups.get(g);
            double[] own = all.get(g);
            // Only the responses of pairs that weigh something are computed; they are renumbered from 0.
            TreeMap<Integer, Integer> places = new TreeMap<>();
            for (int p = 0; p < own.length; p++) {
                if (own[p] > 0) {
                    places.put(group.pairs().get(p).chosen(), 0);
                    places.put(group.pairs().get(p).rejected(), 0);
                }
            }
            List<Integer> responses = List.copyOf(places.keySet());
            for (int i = 0; i < responses.size(); i++) {
                places.put(responses.get(i), i);
            }
            List<WeightedPair> pairs = new ArrayList<>();
            for (int p = 0; p < own.length; p++) {
                if (own[p] > 0) {
                    Preference pair = group.pairs().get(p);
                    pairs.add(new WeightedPair(
                            places.getOrDefault(pair.chosen(), -1),
                            places.getOrDefault(pair.rejected(), -1),
                            pair.type(),
                            own[p],
                            pair.margin()));
                }
            }
            if (!pairs.isEmpty()) {
                double[] groupReferences = references.apply(group);
                double[] used =
                        responses.stream().mapToDouble(i -> groupReferences[i]).toArray();
                terms.add(new PairTerm(group, responses, pairs, used, objective, divisor));
            }
        }
        return new StepPlan(terms, groups.size() - terms.size());
    }

    /**
     * Responses of groups.
     *
     * @param weights of a group's responses, in their order
     */
    public static StepPlan ofResponses(List<PreparedGroup> groups, Function<PreparedGroup, double[]> weights) {
        List<double[]> all = groups.stream().map(weights).toList();
        double divisor = 0;
        for (int g = 0; g < groups.size(); g++) {
            for (int i = 0; i < all.get(g).length; i++) {
                divisor += all.get(g)[i] * groups.get(g).responses().get(i).tokens();
            }
        }
        List<Term> terms = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            double[] own = all.get(g);
            List<Integer> responses = new ArrayList<>();
            for (int i = 0; i < own.length; i++) {
                if (own[i] > 0) {
                    responses.add(i);
                }
            }
            if (!responses.isEmpty()) {
                double[] used = responses.stream().mapToDouble(i -> own[i]).toArray();
                terms.add(new LikelihoodTerm(groups.get(g), responses, used, divisor));
            }
        }
        return new StepPlan(terms, groups.size() - terms.size());
    }
}
