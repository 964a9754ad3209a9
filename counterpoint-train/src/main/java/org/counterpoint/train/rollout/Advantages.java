package org.counterpoint.train.rollout;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.train.objective.PolicyObjective.Grpo;
import org.counterpoint.train.objective.PolicyObjective.PolicyGradient;
import org.counterpoint.train.objective.PolicyObjective.Ppo;
import org.counterpoint.train.policy.GeneralisedAdvantages;
import org.counterpoint.train.policy.GroupAdvantages;
import org.counterpoint.train.policy.TokenRewards;
import org.counterpoint.train.policy.Whitening;

/**
 * From what is known of a step's answers to their advantages.
 *
 * @param klCoefficient as it is at this step
 */
record Advantages(PolicyGradient rule, double klCoefficient) {

    /** Of answers to one prompt against one another, without values. */
    void fill(Experience group) {
        if (rule instanceof Grpo grpo) {
            group.setAdvantages(GroupAdvantages.standardised(group.learnt(), grpo.scaled()));
            return;
        }
        double[] rewards = group.learnt();
        for (int i = 0; i < rewards.length; i++) {
            rewards[i] -= klCoefficient * group.kl(i, rule.penalty().estimator());
        }
        group.setAdvantages(GroupAdvantages.leaveOneOut(rewards));
    }

    /**
     * Of all answers of a step, from values; the advantages are whitened over all of their tokens.
     *
     * @param values of each group's answers, by token
     */
    void fill(Ppo ppo, List<Experience> groups, List<double[][]> values) {
        List<double[]> rewards = new ArrayList<>();
        for (Experience group : groups) {
            for (int i : group.all()) {
                rewards.add(TokenRewards.of(
                        ppo.penalty().estimator().at(group.old(i), group.references(i)),
                        klCoefficient,
                        group.answers().get(i).learnt()));
            }
        }
        if (ppo.whitenRewards()) {
            rewards = Whitening.of(rewards, true);
        }
        List<double[]> advantages = new ArrayList<>();
        int at = 0;
        for (int g = 0; g < groups.size(); g++) {
            double[][] own = values.get(g);
            double[][] returns = new double[own.length][];
            for (int i = 0; i < own.length; i++) {
                GeneralisedAdvantages made =
                        GeneralisedAdvantages.of(rewards.get(at++), own[i], ppo.gamma(), ppo.lambda());
                advantages.add(made.advantages());
                returns[i] = made.returns();
            }
            groups.get(g).setValues(own, returns);
        }
        List<double[]> white = Whitening.of(advantages, false);
        at = 0;
        for (Experience group : groups) {
            int size = group.answers().size();
            group.setAdvantages(white.subList(at, at + size).toArray(double[][]::new));
            at += size;
        }
    }
}
