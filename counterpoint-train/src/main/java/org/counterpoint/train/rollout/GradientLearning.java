package org.counterpoint.train.rollout;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.counterpoint.train.objective.PolicyObjective.Ppo;
import org.counterpoint.train.rollout.PolicyUpdates.Learnt;
import org.counterpoint.train.rollout.PolicyUpdates.Rates;

/** Policy gradients: learns from a step's answers, and tells what the updates came to in TRL's names. */
record GradientLearning(PolicyUpdates updates) implements RolloutLearning {

    @Override
    public void prepare(List<Experience> groups, Rates rates) throws IOException {
        updates.prepare(groups, rates);
    }

    @Override
    public Outcome learn(List<Experience> groups, long step, Rates rates) throws IOException {
        Learnt learnt = updates.learn(groups, step, rates);
        boolean ppo = updates.rule() instanceof Ppo;
        double policyLoss = mean(learnt, UpdateTally::policyLoss);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("policy/approxkl_avg", mean(learnt, UpdateTally::approximateKl));
        metrics.put("policy/clipfrac_avg", mean(learnt, UpdateTally::clipFraction));
        metrics.put("loss/policy_avg", policyLoss);
        double loss = policyLoss;
        if (updates.rule() instanceof Ppo own) {
            double valueLoss = mean(learnt, UpdateTally::valueLoss);
            loss += own.valueWeight() * valueLoss;
            metrics.put("loss/value_avg", valueLoss);
            metrics.put("val/clipfrac_avg", mean(learnt, UpdateTally::valueClipFraction));
        }
        metrics.put("val/ratio", mean(learnt, UpdateTally::ratio));
        metrics.put("val/ratio_first", learnt.updates.get(0).ratio());
        metrics.put("grad_norm", learnt.policyNorm);
        if (ppo) {
            metrics.put("value_grad_norm", learnt.valueNorm);
        }
        return new Outcome(loss, metrics, learnt.positions);
    }

    private static double mean(Learnt learnt, ToDoubleFunction<UpdateTally> of) {
        return learnt.updates.stream().mapToDouble(of).average().orElse(Double.NaN);
    }
}
