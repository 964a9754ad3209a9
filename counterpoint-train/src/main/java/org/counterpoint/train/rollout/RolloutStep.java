package org.counterpoint.train.rollout;

import java.io.IOException;
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
import org.counterpoint.train.ranks.RankShare;
import org.counterpoint.train.ranks.Ranks;
import org.counterpoint.train.ranks.Traffic;
import org.counterpoint.train.rollout.PolicyUpdates.Rates;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.step.GroupPasses;
import org.counterpoint.train.step.SharedPasses;
import tools.jackson.databind.node.ObjectNode;

/** A step of a policy that learns from its own answers: draws them, has them judged, and learns. */
public final class RolloutStep {
    private final PolicyObjective objective;
    private final RolloutModels models;
    private final Function<TrainableModel, Sampler> samplers;
    private final Draws draws;
    private final Rewards rewards;
    private final SequenceScorer reference;
    private final SharedPasses policy;
    private final RankShare share;
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
     * @param ranks that take each step together
     */
    public RolloutStep(
            TrainSettings settings,
            PolicyObjective objective,
            RolloutModels models,
            Function<TrainableModel, Sampler> samplers,
            Draws draws,
            Rewards rewards,
            Ranks ranks) {
        this.objective = objective;
        this.models = models;
        this.samplers = samplers;
        this.draws = draws;
        this.rewards = rewards;
        TrainSettings.Passes passes = settings.passes();
        boolean shared = passes.forward() == TrainSettings.Forward.SHARED_PREFIX;
        this.reference = new SequenceScorer(models.reference(), shared, passes.microBatchTokens());
        this.policy = shared(models.policy(), settings, ranks);
        this.share = policy.share();
        TrainableModel value = models.value();
        this.learning = objective.rule() instanceof OnlinePairs pairs
                ? new PairLearning(pairs.loss(), policy, settings.optimizer())
                : new GradientLearning(new PolicyUpdates(
                        (PolicyGradient) objective.rule(),
                        policy,
                        value == null ? null : shared(value, settings, ranks),
                        settings.optimizer(),
                        settings.seed()));
        this.estimator = objective.rule() instanceof PolicyGradient gradient
                ? gradient.penalty().estimator()
                : KlEstimator.K1;
        this.rows = new RolloutRows(
                objective.rule(), estimator, objective.sampling().everyToken());
        this.rewardNames = rewards.sources().stream().map(RewardSource::name).toList();
    }

    private static SharedPasses shared(TrainableModel model, TrainSettings settings, Ranks ranks) {
        TrainSettings.Passes passes = settings.passes();
        return new SharedPasses(
                new GroupPasses(model, passes.forward(), passes.microBatchTokens()), ranks, settings.together());
    }

    /** That take each step together. */
    public Ranks ranks() {
        return share.ranks();
    }

    /**
     * Takes a step.
     *
     * @param step from 0
     * @param sink takes the rows of {@code rollouts.jsonl}
     * @throws RewardException where an answer's score cannot be had; nothing was learnt
     * @throws org.counterpoint.train.step.NonFiniteLossException where a loss is no number
     */
    public Result take(long step, List<RolloutPrompt> prompts, Rates rates, Consumer<ObjectNode> sink)
            throws IOException {
        long startedAt = System.nanoTime();
        Traffic before = ranks().traffic();
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
        if (ranks().size() > 1) {
            metrics.putAll(ranks().traffic().since(before).metrics());
        }
        int answers = groups.stream().mapToInt(group -> group.answers().size()).sum();
        return new Result(outcome.loss(), metrics, told.getOrDefault("objective/kl", 0.0), answers);
    }

    /** One answer to each held-out prompt, drawn with the same numbers each time; nothing is learnt. */
    public Map<String, Double> evaluate(List<RolloutPrompt> prompts) throws IOException {
        List<List<Rollout>> drawn = draw(prompts, Draws.EVALUATION, 1);
        List<Experience> groups = judged(drawn);
        double[][][] old =
                policy.rows(groups.stream().map(Experience::sequences).toList());
        for (int g = 0; g < old.length; g++) {
            groups.get(g).setOld(old[g]);
        }
        Map<String, Double> metrics = RolloutMetrics.held(groups, estimator, rewardNames);
        rewards.watch(drawn, share).ifPresent(mean -> metrics.put(RolloutMetrics.WATCHED, mean));
        return metrics;
    }

    private List<List<Rollout>> draw(List<RolloutPrompt> prompts, long step, int samples) throws IOException {
        try (Sampler sampler = samplers.apply(models.policy())) {
            return draws.draw(sampler, prompts, step, samples, share);
        }
    }

    private List<Experience> judged(List<List<Rollout>> drawn) throws IOException {
        List<List<ScoredRollout>> judged = rewards.judge(drawn, share);
        List<List<TokenSequence>> sequences = drawn.stream()
                .map(group -> group.stream().map(Rollout::sequence).toList())
                .toList();
        double[][][] references = SharedPasses.rows(share, sequences, reference::scoreRows);
        List<Experience> groups = new ArrayList<>();
        for (int g = 0; g < references.length; g++) {
            groups.add(new Experience(judged.get(g), references[g]));
        }
        return groups;
    }
}
