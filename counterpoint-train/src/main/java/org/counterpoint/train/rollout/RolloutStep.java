package org.counterpoint.train.rollout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.train.batch.SequenceScorer;
import org.counterpoint.train.objective.PolicyObjective;
import org.counterpoint.train.objective.PolicyObjective.OnlinePairs;
import org.counterpoint.train.objective.PolicyObjective.PolicyGradient;
import org.counterpoint.train.policy.KlEstimator;
import org.counterpoint.train.rollout.PolicyUpdates.Rates;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.step.GroupPasses;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A step of a policy that learns from its own answers: draws them, has them judged, and learns. */
public final class RolloutStep {
    private final PolicyObjective objective;
    private final RolloutModels models;
    private final Function<TrainableModel, Sampler> samplers;
    private final Draws draws;
    private final Rewards rewards;
    private final @Nullable RewardSource watched;
    private final SequenceScorer reference;
    private final GroupPasses policy;
    private final RolloutLearning learning;
    private final RolloutRows rows;
    private final KlEstimator estimator;
    private final List<String> rewardNames;

    /**
     * What a step came to.
     *
     * @param metrics by name, in the order of the file
     * @param kl the mean over answers of the sum of the KL estimates
     */
    public record Result(double loss, Map<String, Double> metrics, double kl, int answers) {}

    /**
     * @param samplers makes what draws from the policy as it is
     * @param watched scored in evaluations, and not learnt from; null for none
     */
    public RolloutStep(
            TrainSettings settings,
            PolicyObjective objective,
            RolloutModels models,
            Function<TrainableModel, Sampler> samplers,
            Draws draws,
            Rewards rewards,
            @Nullable RewardSource watched) {
        this.objective = objective;
        this.models = models;
        this.samplers = samplers;
        this.draws = draws;
        this.rewards = rewards;
        this.watched = watched;
        TrainSettings.Passes passes = settings.passes();
        boolean shared = passes.forward() == TrainSettings.Forward.SHARED_PREFIX;
        this.reference = new SequenceScorer(models.reference(), shared, passes.microBatchTokens());
        this.policy = new GroupPasses(models.policy(), passes.forward(), passes.microBatchTokens());
        TrainableModel value = models.value();
        this.learning = objective.rule() instanceof OnlinePairs pairs
                ? new PairLearning(pairs.loss(), policy, settings.optimizer())
                : new GradientLearning(new PolicyUpdates(
                        (PolicyGradient) objective.rule(),
                        policy,
                        value == null ? null : new GroupPasses(value, passes.forward(), passes.microBatchTokens()),
                        settings.optimizer(),
                        settings.seed()));
        this.estimator = objective.rule() instanceof PolicyGradient gradient
                ? gradient.penalty().estimator()
                : KlEstimator.K1;
        this.rows = new RolloutRows(
                objective.rule(), estimator, objective.sampling().everyToken());
        this.rewardNames = rewards.sources().stream().map(RewardSource::name).toList();
    }

    /**
     * Takes a step.
     *
     * @param step from 0
     * @param sink takes the rows of {@code rollouts.jsonl}
     * @throws RewardException where an answer's score cannot be had; nothing was learnt
     * @throws org.counterpoint.train.step.NonFiniteLossException where a loss is no number
     */
    public Result take(long step, List<RolloutPrompt> prompts, Rates rates, Consumer<ObjectNode> sink) {
        long startedAt = System.nanoTime();
        List<List<Rollout>> drawn = draw(prompts, step, objective.sampling().samples());
        long drawnAt = System.nanoTime();
        List<Experience> groups = judged(drawn);
        learning.prepare(groups, rates);
        long scoredAt = System.nanoTime();
        RolloutLearning.Outcome outcome = learning.learn(groups, step, rates);
        long learntAt = System.nanoTime();
        groups.forEach(group -> rows.write(step + 1, group, rates.klCoefficient(), sink));

        Map<String, Double> told = RolloutMetrics.of(groups, estimator, rates.klCoefficient(), rewardNames);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", outcome.loss());
        metrics.putAll(told);
        metrics.putAll(outcome.metrics());
        metrics.put("lr", rates.policy());
        int tokens = groups.stream()
                .flatMap(group -> group.answers().stream())
                .mapToInt(answer -> answer.rollout().tokens())
                .sum();
        metrics.put("tokens", (double) tokens);
        metrics.put("tokens_per_second", tokens / ((learntAt - startedAt) / 1e9));
        metrics.put("seconds/sample", (drawnAt - startedAt) / 1e9);
        metrics.put("seconds/score", (scoredAt - drawnAt) / 1e9);
        metrics.put("seconds/learn", (learntAt - scoredAt) / 1e9);
        int answers = groups.stream().mapToInt(group -> group.answers().size()).sum();
        return new Result(outcome.loss(), metrics, told.getOrDefault("objective/kl", 0.0), answers);
    }

    /** One answer to each held-out prompt, drawn with the same numbers each time; nothing is learnt. */
    public Map<String, Double> evaluate(List<RolloutPrompt> prompts) {
        List<Experience> groups = judged(draw(prompts, Draws.EVALUATION, 1));
        double[][][] old =
                policy.rows(groups.stream().map(Experience::sequences).toList());
        for (int g = 0; g < old.length; g++) {
            groups.get(g).setOld(old[g]);
        }
        Map<String, Double> metrics = RolloutMetrics.held(groups, estimator, rewardNames);
        RewardSource other = watched;
        if (other != null) {
            List<double[]> scores = other.scores(groups.stream()
                    .map(group -> new RewardSource.Answered(
                            group.answers().get(0).rollout().prompt().id(),
                            group.answers().get(0).rollout().prompt().prompt(),
                            group.answers().stream()
                                    .map(answer -> answer.rollout().text())
                                    .toList()))
                    .toList());
            metrics.put(
                    RolloutMetrics.WATCHED,
                    scores.stream().mapToDouble(own -> own[0]).average().orElse(Double.NaN));
        }
        return metrics;
    }

    private List<List<Rollout>> draw(List<RolloutPrompt> prompts, long step, int samples) {
        try (Sampler sampler = samplers.apply(models.policy())) {
            return draws.draw(sampler, prompts, step, samples);
        }
    }

    private List<Experience> judged(List<List<Rollout>> drawn) {
        List<List<ScoredRollout>> judged = rewards.judge(drawn);
        List<List<TokenSequence>> sequences = drawn.stream()
                .map(group -> group.stream().map(Rollout::sequence).toList())
                .toList();
        double[][][] references = reference.scoreRows(sequences);
        List<Experience> groups = new ArrayList<>();
        for (int g = 0; g < references.length; g++) {
            groups.add(new Experience(judged.get(g), references[g]));
        }
        return groups;
    }
}
