package org.counterpoint.train.rollout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.train.curriculum.Draw;
import org.counterpoint.train.curriculum.GroupOrder;
import org.counterpoint.train.objective.PolicyObjective.Grpo;
import org.counterpoint.train.objective.PolicyObjective.PolicyGradient;
import org.counterpoint.train.objective.PolicyObjective.Ppo;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.step.ClippedUpdate;
import org.counterpoint.train.step.NonFiniteLossException;
import org.counterpoint.train.step.SharedPasses;
import org.jspecify.annotations.Nullable;

/**
 * The updates that a step makes of its answers.
 *
 * @param policy passes of the model that is learnt
 * @param value passes of the value model; null for rules without one
 */
public record PolicyUpdates(
        PolicyGradient rule,
        SharedPasses policy,
        @Nullable SharedPasses value,
        TrainSettings.Optimizer optimizer,
        long seed) {

    /**
     * The rates of a step.
     *
     * @param klCoefficient as it is at this step
     */
    public record Rates(double policy, double value, double klCoefficient) {}

    /** An answer by its place. */
    private record Place(int group, int answer) {}

    /**
     * Makes what is by token of the answers, where one update alone would not make it in passing: PPO whitens over all
     * of a step's tokens, and a second update needs the log-probabilities of before the first.
     */
    void prepare(List<Experience> groups, Rates rates) throws IOException {
        if (rule instanceof Ppo || rule.updates().count() > 1) {
            score(groups, new Advantages(rule, rates.klCoefficient()));
        }
    }

    /**
     * Learns from the answers.
     *
     * @throws NonFiniteLossException where a loss or a gradient is no number; the updates before it stand
     */
    Learnt learn(List<Experience> groups, long step, Rates rates) throws IOException {
        Advantages advantages = new Advantages(rule, rates.klCoefficient());
        Learnt learnt = new Learnt();
        for (int epoch = 0; epoch < rule.updates().epochs(); epoch++) {
            for (List<Place> batch : batches(groups, step, epoch)) {
                update(groups, batch, advantages, rates, learnt);
            }
        }
        return learnt;
    }

    /** What came of a step's updates. */
    static final class Learnt {
        final List<UpdateTally> updates = new ArrayList<>();
        double policyNorm;
        double valueNorm;
        long positions;
    }

    private void score(List<Experience> groups, Advantages advantages) throws IOException {
        List<List<TokenSequence>> sequences =
                groups.stream().map(Experience::sequences).toList();
        double[][][] old = policy.rows(sequences);
        for (int g = 0; g < old.length; g++) {
            groups.get(g).setOld(old[g]);
        }
        if (rule instanceof Ppo ppo && value != null) {
            advantages.fill(ppo, groups, List.of(value.rows(sequences)));
        } else {
            groups.forEach(advantages::fill);
        }
    }

    /** Parts whose sizes differ by at most one: of answers, or of prompts where the answers of one belong together. */
    private List<List<Place>> batches(List<Experience> groups, long step, int epoch) {
        List<List<Place>> items = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            List<Place> group = new ArrayList<>();
            for (int answer : groups.get(g).all()) {
                group.add(new Place(g, answer));
            }
            if (rule instanceof Ppo) {
                group.forEach(place -> items.add(List.of(place)));
            } else {
                items.add(group);
            }
        }
        int[] order = GroupOrder.permutation(items.size(), new Draw(seed, step, "mini-batches of epoch " + epoch));
        int parts = Math.min(rule.updates().miniBatches(), items.size());
        List<List<Place>> batches = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            List<Place> batch = new ArrayList<>();
            int from = (int) ((long) items.size() * part / parts);
            int to = (int) ((long) items.size() * (part + 1) / parts);
            for (int i = from; i < to; i++) {
                batch.addAll(items.get(order[i]));
            }
            batches.add(batch);
        }
        return batches;
    }

    private void update(List<Experience> groups, List<Place> batch, Advantages advantages, Rates rates, Learnt learnt)
            throws IOException {
        Map<Integer, List<Integer>> byGroup = new TreeMap<>();
        long tokens = 0;
        for (Place place : batch) {
            byGroup.computeIfAbsent(place.group(), g -> new ArrayList<>()).add(place.answer());
            tokens += groups.get(place.group())
                    .answers()
                    .get(place.answer())
                    .rollout()
                    .tokens();
        }
        UpdateTally tally = new UpdateTally();
        boolean grpo = rule instanceof Grpo;
        PolicyTerm.Weights weights = new PolicyTerm.Weights(
                grpo ? rates.klCoefficient() : 0, batch.size(), tokens, rule instanceof Grpo own && own.perSequence());
        List<PolicyTerm> terms = new ArrayList<>();
        byGroup.forEach((g, answers) -> terms.add(
                new PolicyTerm(groups.get(g), List.copyOf(answers), rule, weights, advantages, new UpdateTally())));
        learnt.positions += policy.accumulate(
                terms, (place, rows) -> terms.get(place).told(tally).derivatives(rows));
        learnt.policyNorm = step(policy, rates.policy(), "policy");
        if (rule instanceof Ppo ppo && value != null) {
            long all = tokens;
            List<ValueTerm> values = new ArrayList<>();
            byGroup.forEach((g, answers) ->
                    values.add(new ValueTerm(groups.get(g), List.copyOf(answers), ppo, all, new UpdateTally())));
            learnt.positions += value.accumulate(
                    values, (place, rows) -> values.get(place).told(tally).derivatives(rows));
            learnt.valueNorm = step(value, rates.value(), "value model");
        }
        learnt.updates.add(tally);
    }

    private double step(SharedPasses passes, double rate, String name) {
        double norm = ClippedUpdate.take(passes.model(), optimizer, rate, passes.ranks());
        if (!Double.isFinite(norm)) {
            throw new NonFiniteLossException("the gradient norm of the " + name + " is " + norm);
        }
        return norm;
    }
}
