package org.counterpoint.train.rollout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.Pair;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.batch.PreparedGroup.Answer;
import org.counterpoint.train.batch.PreparedGroup.Preference;
import org.counterpoint.train.objective.PairObjective;
import org.counterpoint.train.rollout.PolicyUpdates.Rates;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.step.ClippedUpdate;
import org.counterpoint.train.step.NonFiniteLossException;
import org.counterpoint.train.step.SharedPasses;
import org.counterpoint.train.step.StepPlan;
import org.counterpoint.train.step.Tally;

/** The best of each prompt's answers against the worst, as pairs of one step; answers that are all equal make none. */
record PairLearning(PairObjective loss, SharedPasses policy, TrainSettings.Optimizer optimizer)
        implements RolloutLearning {
    private static final String BEST = "best";
    private static final String WORST = "worst";

    @Override
    public void prepare(List<Experience> groups, Rates rates) throws IOException {
        double[][][] old =
                policy.rows(groups.stream().map(Experience::sequences).toList());
        for (int g = 0; g < old.length; g++) {
            groups.get(g).setOld(old[g]);
        }
    }

    @Override
    public Outcome learn(List<Experience> groups, long step, Rates rates) throws IOException {
        List<PreparedGroup> pairs = new ArrayList<>();
        List<double[]> references = new ArrayList<>();
        for (Experience group : groups) {
            double[] learnt = group.learnt();
            int best = first(learnt, Arrays.stream(learnt).max().orElseThrow());
            int worst = first(learnt, Arrays.stream(learnt).min().orElseThrow());
            if (learnt[best] > learnt[worst]) {
                pairs.add(pair(pairs.size(), group, best, worst));
                references.add(new double[] {
                    Arrays.stream(group.references(best)).sum(),
                    Arrays.stream(group.references(worst)).sum()
                });
            }
        }
        StepPlan plan =
                StepPlan.ofPairs(pairs, group -> new double[] {1}, group -> references.get(group.ordinal()), loss);
        Tally tally = new Tally();
        long positions = 0;
        double norm = 0;
        if (!pairs.isEmpty()) {
            positions = policy.accumulate(plan.terms(), tally);
            norm = ClippedUpdate.take(policy.model(), optimizer, rates.policy(), policy.ranks());
            if (!Double.isFinite(norm)) {
                throw new NonFiniteLossException("the gradient norm is " + norm);
            }
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        tally.metrics("").forEach((name, value) -> {
            if (!name.endsWith("/" + Pair.type(BEST, WORST)) && !name.equals("loss")) {
                metrics.put(name, value);
            }
        });
        metrics.put("grad_norm", norm);
        metrics.put("pairs", (double) pairs.size());
        return new Outcome(tally.loss(), metrics, positions);
    }

    private static PreparedGroup pair(int ordinal, Experience group, int best, int worst) {
        RolloutPrompt prompt = group.answers().get(0).rollout().prompt();
        List<Answer> answers = List.of(
                new Answer(BEST, prompt.origin(), group.sequences().get(best)),
                new Answer(WORST, prompt.origin(), group.sequences().get(worst)));
        return new PreparedGroup(
                ordinal,
                0,
                prompt.id(),
                prompt.origin(),
                answers,
                List.of(new Preference(0, 1, Pair.type(BEST, WORST))));
    }

    private static int first(double[] values, double wanted) {
        int i = 0;
        while (values[i] != wanted) {
            i++;
        }
        return i;
    }
}
