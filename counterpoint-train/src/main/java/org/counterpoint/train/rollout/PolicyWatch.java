package org.counterpoint.train.rollout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Watches a run's metrics for what goes wrong with policy gradients. A pure function of the lines of {@code metrics.jsonl},
 * so that a run that goes on, and a report, come to the same warnings.
 */
public final class PolicyWatch {
    /** What is no accident any more. */
    private static final int STEPS = 5;

    private static final double MOST_CUT_OFF = 0.8;
    private static final double MOST_EQUAL = 0.5;
    private static final double RATIO_OFF = 0.05;

    private final Map<String, Integer> inARow = new LinkedHashMap<>();
    private final Set<String> told = new LinkedHashSet<>();
    private final List<double[]> evaluations = new ArrayList<>();

    /**
     * Takes a line of metrics.
     *
     * @param step after which it stands
     * @return warnings that are new, each a sentence that names the step
     */
    public List<String> take(long step, Map<String, Double> metrics) {
        List<String> warnings = new ArrayList<>();
        double kl = value(metrics, "objective/kl");
        lasting(
                "kl",
                kl < 0,
                "the KL to the reference was below 0 over " + STEPS + " steps until step " + step
                        + ": policy, reference and sampler may not agree (temperature, template, precision)",
                warnings);
        double cutOff = value(metrics, "cut_off");
        lasting(
                "length",
                cutOff >= MOST_CUT_OFF,
                String.format(
                        Locale.ROOT,
                        "%.0f %% of the answers of step %d ran to max_new_tokens, as in the steps before: set"
                                + " missing_eos_penalty or length_penalty, or raise max_new_tokens",
                        100 * cutOff,
                        step),
                warnings);
        double equal = value(metrics, "equal_groups");
        lasting(
                "equal",
                equal > MOST_EQUAL,
                String.format(
                        Locale.ROOT,
                        "all answers of %.0f %% of the prompts of step %d have the same score, as in the steps before:"
                                + " little is learnt; raise temperature or samples, or take another reward",
                        100 * equal,
                        step),
                warnings);
        double ratio = value(metrics, "val/ratio_first");
        if (Math.abs(ratio - 1) > RATIO_OFF) {
            once(
                    "ratio",
                    String.format(
                            Locale.ROOT,
                            "the first ratio of step %d is %.3f and not 1: the policy that learns is not the one that"
                                    + " drew",
                            step,
                            ratio),
                    warnings);
        }
        evaluated(step, metrics, warnings);
        return warnings;
    }

    /** Scores that rise three times while a reward model that is not learnt from falls. */
    private void evaluated(long step, Map<String, Double> metrics, List<String> warnings) {
        Double score = metrics.get("eval_objective/scores");
        Double watched = metrics.get("eval_" + RolloutMetrics.WATCHED);
        if (score == null || watched == null) {
            return;
        }
        evaluations.add(new double[] {score, watched});
        int n = evaluations.size();
        if (n >= 3 && rises(n, 0, 1) && rises(n, 1, -1)) {
            once(
                    "over-optimised",
                    "the scores rise and those of evaluation.reward_model fall, until step " + step
                            + ": the policy learns the reward model's errors; stop earlier, or raise kl_coef",
                    warnings);
        }
    }

    private boolean rises(int n, int of, int sign) {
        double[] first = evaluations.get(n - 3);
        double[] second = evaluations.get(n - 2);
        double[] third = evaluations.get(n - 1);
        return sign * (second[of] - first[of]) > 0 && sign * (third[of] - second[of]) > 0;
    }

    private void lasting(String name, boolean now, String warning, List<String> warnings) {
        int count = now ? inARow.merge(name, 1, Integer::sum) : 0;
        inARow.put(name, count);
        if (count >= STEPS) {
            once(name, warning, warnings);
        }
    }

    private void once(String name, String warning, List<String> warnings) {
        if (told.add(name)) {
            warnings.add(warning);
        }
    }

    private static double value(Map<String, Double> metrics, String name) {
        return metrics.getOrDefault(name, Double.NaN);
    }
}
