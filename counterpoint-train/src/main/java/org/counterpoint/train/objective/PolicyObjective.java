package org.counterpoint.train.objective;

import org.counterpoint.train.policy.AdaptiveKl;
import org.counterpoint.train.policy.KlEstimator;
import org.counterpoint.train.policy.ScoreRules;
import org.jspecify.annotations.Nullable;

/**
 * Learns from answers that the policy draws itself, by what rewards say of them.
 *
 * @param rules from rewards to the number s that is learnt from
 * @param rule how a step learns from answers and their s
 */
public record PolicyObjective(Sampling sampling, ScoreRules rules, Rule rule) implements Objective {

    /**
     * The answers of a step.
     *
     * @param prompts a step
     * @param samples answers to each prompt
     * @param temperature above 0; every log-probability is of softmax(logits / temperature)
     * @param maxNewTokens where an answer is cut off
     * @param everyToken whether {@code rollouts.jsonl} holds numbers by token
     */
    public record Sampling(int prompts, int samples, double temperature, int maxNewTokens, boolean everyToken) {}

    /** How a step learns. */
    public sealed interface Rule {}

    /** Ascends the expected s by the gradient of the policy's log-probabilities. */
    public sealed interface PolicyGradient extends Rule {
        Penalty penalty();

        Updates updates();
    }

    /**
     * What keeps the policy at the reference.
     *
     * @param coefficient of the KL, in s per nat
     * @param adaptive moves the coefficient; null where it stays
     * @param limit the step's mean KL, in nats, at which a run stops; infinite for none
     */
    public record Penalty(
            double coefficient,
            KlEstimator estimator,
            @Nullable AdaptiveKl adaptive,
            double limit) {}

    /**
     * What is done with a step's answers.
     *
     * @param epochs passes over them
     * @param miniBatches the parts of a pass, with an update each
     * @param clipRange of the ratio to the policy that drew them
     */
    public record Updates(int epochs, int miniBatches, double clipRange) {
        /** Updates of a step. */
        public int count() {
            return epochs * miniBatches;
        }
    }

    /**
     * Proximal policy optimisation with a value model (arXiv 1707.06347; arXiv 2203.02155).
     *
     * @param gamma of the returns
     * @param lambda of generalised advantages
     * @param valueWeight of the value model's loss
     * @param valueClipRange how far a value may move from where it was
     * @param valueLearningRate null for the policy's
     * @param whitenRewards whether rewards are brought to variance 1 before advantages are made of them
     */
    public record Ppo(
            Penalty penalty,
            Updates updates,
            double gamma,
            double lambda,
            double valueWeight,
            double valueClipRange,
            @Nullable Double valueLearningRate,
            boolean whitenRewards)
            implements PolicyGradient {}

    /** REINFORCE with the mean of a prompt's other answers as baseline (arXiv 2402.14740). */
    public record Rloo(Penalty penalty, Updates updates) implements PolicyGradient {}

    /**
     * Group-relative policy optimisation (arXiv 2402.03300).
     *
     * @param scaled whether advantages are divided by the group's standard deviation
     * @param perSequence whether the loss is a mean over responses of means over tokens; else over tokens
     */
    public record Grpo(Penalty penalty, Updates updates, boolean scaled, boolean perSequence)
            implements PolicyGradient {}

    /** The best of a prompt's answers against the worst, as a pair (arXiv 2402.04792, with rewards for a judge). */
    public record OnlinePairs(PairObjective loss) implements Rule {}
}
