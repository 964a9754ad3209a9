package org.counterpoint.train.rollout;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.counterpoint.train.policy.GroupAdvantages;
import org.counterpoint.train.policy.KlEstimator;

/** What is told of the answers of a step or an evaluation, in TRL's names where it has one. */
public final class RolloutMetrics {
    /** The mean score of a reward model that is not learnt from. */
    public static final String WATCHED = "watched_reward";

    private static final String SCORES = "objective/scores";
    private static final String KL = "objective/kl";
    private static final String LENGTH = "response_length";
    private static final String CUT_OFF = "cut_off";

    private RolloutMetrics() {}

    /** The names that an evaluation gives. */
    public static Set<String> ofEvaluation(String prefix, boolean watched) {
        return List.of(SCORES, KL, LENGTH, CUT_OFF, WATCHED).stream()
                .filter(name -> watched || !name.equals(WATCHED))
                .map(name -> prefix + name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** @param rewards of which there are several, each is told apart */
    static Map<String, Double> of(
            List<Experience> groups, KlEstimator estimator, double klCoefficient, List<String> rewards) {
        Map<String, Double> metrics = held(groups, estimator, rewards);
        double penalty = -klCoefficient * metrics.getOrDefault(KL, 0.0);
        metrics.put("objective/entropy", entropy(groups));
        metrics.put("objective/non_score_reward", penalty);
        metrics.put("objective/rlhf_reward", metrics.getOrDefault(SCORES, 0.0) + penalty);
        metrics.put("val/num_eos_tokens", sum(groups, one -> one.rollout().cutOff() ? 0 : 1));
        if (groups.stream().anyMatch(group -> group.answers().size() > 1)) {
            metrics.put(
                    "score_sd_in_group",
                    groups.stream()
                            .mapToDouble(RolloutMetrics::deviation)
                            .average()
                            .orElse(0));
            metrics.put(
                    "equal_groups",
                    groups.stream()
                            .mapToDouble(group -> GroupAdvantages.allEqual(group.learnt()) ? 1 : 0)
                            .average()
                            .orElse(0));
        }
        metrics.put("kl_coef", klCoefficient);
        metrics.put("sampler/logp_gap", gap(groups));
        return metrics;
    }

    /** What is told of an evaluation too. */
    static Map<String, Double> held(List<Experience> groups, KlEstimator estimator, List<String> rewards) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        double n = sum(groups, one -> 1);
        double kl = 0;
        for (Experience group : groups) {
            for (int i : group.all()) {
                kl += group.kl(i, estimator);
            }
        }
        metrics.put(SCORES, sum(groups, ScoredRollout::learnt) / n);
        metrics.put(KL, kl / n);
        metrics.put(LENGTH, sum(groups, one -> one.rollout().tokens()) / n);
        metrics.put(CUT_OFF, sum(groups, one -> one.rollout().cutOff() ? 1 : 0) / n);
        for (int r = 0; rewards.size() > 1 && r < rewards.size(); r++) {
            int source = r;
            metrics.put("reward/" + rewards.get(r), sum(groups, one -> one.rewards()[source]) / n);
        }
        return metrics;
    }

    private static double sum(List<Experience> groups, ToDoubleFunction<ScoredRollout> of) {
        return groups.stream()
                .flatMap(group -> group.answers().stream())
                .mapToDouble(of)
                .sum();
    }

    /** The mean over answers of the sum of -logp. */
    private static double entropy(List<Experience> groups) {
        double sum = 0;
        for (Experience group : groups) {
            for (int i : group.all()) {
                sum -= Arrays.stream(group.old(i)).sum();
            }
        }
        return sum / sum(groups, one -> 1);
    }

    /** By how much the sampler's log-probability of a token differs from the training engine's, in the mean. */
    private static double gap(List<Experience> groups) {
        double gap = 0;
        for (Experience group : groups) {
            for (int i : group.all()) {
                double[] drawn = group.answers().get(i).rollout().drawnLogps();
                for (int t = 0; t < drawn.length; t++) {
                    gap += Math.abs(drawn[t] - group.old(i)[t]);
                }
            }
        }
        return gap / sum(groups, one -> one.rollout().tokens());
    }

    /** With n - 1. */
    private static double deviation(Experience group) {
        double[] scores =
                group.answers().stream().mapToDouble(ScoredRollout::score).toArray();
        if (scores.length < 2) {
            return 0;
        }
        double mean = Arrays.stream(scores).average().orElse(0);
        double squares = Arrays.stream(scores).map(s -> (s - mean) * (s - mean)).sum();
        return Math.sqrt(squares / (scores.length - 1));
    }
}
