package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.ScoringModel;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.store.GrowingFile;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.objective.PolicyObjective;
import org.counterpoint.train.ranks.Ranks;
import org.counterpoint.train.rollout.Draws;
import org.counterpoint.train.rollout.PolicyWatch;
import org.counterpoint.train.rollout.RewardModelSource;
import org.counterpoint.train.rollout.RewardSource;
import org.counterpoint.train.rollout.Rewards;
import org.counterpoint.train.rollout.RolloutModels;
import org.counterpoint.train.rollout.RolloutStep;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;

/**
 * Opens what a policy learns with: its models, what gives the rewards, and what it writes.
 *
 * @param value what the value model starts as; null for methods without one
 * @param evaluates whether there are held-out prompts
 */
record PolicyOpening(
        RunSetup setup, PolicyObjective objective, @Nullable Path value, boolean evaluates) {

    /**
     * What rank 0 goes on from, and writes to.
     *
     * @param found the checkpoint; null where the run begins
     */
    record Going(RunFolder folder, Checkpoints.@Nullable Found found) {}

    /**
     * The same on all ranks, which all come to hold what rank 0 has.
     *
     * @param going null for a rank that does not lead
     */
    OpenPolicy open(RankStart start, GroupEncoder encoder, PreparedPrompts prompts, @Nullable Going going)
            throws IOException {
        Ranks ranks = start.ranks();
        Checkpoints.Found found = going == null ? null : going.found();
        OpenPolicy ready = new OpenPolicy();
        boolean usable = false;
        try {
            setup.backend().prepareSampler(setup.precision());
            RolloutModels models = models(found, ready, start);
            Rewards rewards = rewards(ready, start);
            PolicyState state = found == null
                    ? new PolicyState(PolicyLearner.firstKlCoefficient(objective), 0)
                    : PolicyState.read(found.folder());
            GrowingFile rollouts = going == null
                    ? null
                    : ready.hold(GrowingFile.open(going.folder().rollouts(), state.rolloutBytes()));
            PolicyWatch watch = new PolicyWatch();
            if (going != null && found != null) {
                MetricsLog.read(going.folder().metrics(), found.state().metricsBytes(), watch::take);
            }
            RolloutStep steps = new RolloutStep(
                    setup.settings(),
                    objective,
                    models,
                    setup.backend()::sampler,
                    new Draws(objective.sampling(), encoder, setup.settings().seed()),
                    rewards,
                    ranks);
            PolicyLearner.Past past = new PolicyLearner.Past(rollouts, watch, ranks.leading(state.klCoefficient()));
            ready.begin(new PolicyLearner(setup, objective, prompts, models, steps, past));
            usable = true;
            return ready;
        } finally {
            if (!usable) {
                ready.close();
            }
        }
    }

    private RolloutModels models(Checkpoints.@Nullable Found found, OpenPolicy ready, RankStart start)
            throws IOException {
        HeadKind tokens = new HeadKind.LogProbabilities(objective.sampling().temperature());
        Path policyStart = setup.request().roles().policy();
        Path valueStart = value;
        Path from = found == null ? policyStart : found.folder();
        TrainableModel policy = ready.hold(start.policy(share ->
                setup.backend().loadPolicy(from, policyStart, tokens, setup.settings(), setup.precision(), share)));
        TrainableModel values = null;
        if (valueStart != null) {
            Path valueFrom = found == null ? valueStart : found.folder().resolve(PolicyLearner.VALUE);
            values = ready.hold(start.policy(share -> setup.backend()
                    .loadPolicy(
                            valueFrom, valueStart, new HeadKind.Value(), setup.settings(), setup.precision(), share)));
        }
        if (start.ranks().leading(found == null ? 0 : 1) > 0) {
            goOn(policy, from, start);
            if (values != null) {
                goOn(values, from.resolve(PolicyLearner.VALUE), start);
            }
        }
        ScoringModel own = setup.request().roles().givenReference() == null
                ? policy.start().orElse(null)
                : null;
        ScoringModel before = own != null
                ? own
                : ready.hold(start.opened(() -> setup.backend()
                        .loadModel(
                                setup.request().roles().reference(),
                                tokens,
                                setup.settings().passes(),
                                setup.precision(),
                                false)));
        return new RolloutModels(policy, before, values);
    }

    /** Brings a model of all ranks to where it is in rank 0's checkpoint. */
    private void goOn(TrainableModel model, Path checkpoint, RankStart start) throws IOException {
        Ranks ranks = start.ranks();
        if (ranks.leads() || setup.settings().together().shard().cutsMoments()) {
            model.loadOptimizer(checkpoint.resolve(GroupLearner.OPTIMIZER));
        }
        if (ranks.size() > 1) {
            start.sameState(model, (long) ranks.leading(model.learnt().updates()));
        }
    }

    private Rewards rewards(OpenPolicy ready, RankStart start) throws IOException {
        List<RewardSource> sources = new ArrayList<>();
        double[] weights = new double[setup.request().rewards().size()];
        for (Reward reward : setup.request().rewards()) {
            weights[sources.size()] = reward.weight();
            String name = "model" + (sources.size() + 1);
            sources.add(
                    reward instanceof Reward.Model model
                            ? ready.hold(start.opened(() -> open(model.folder(), name)))
                            : ((Reward.Source) reward).source());
        }
        Path folder = setup.request().watchedModel().orElse(null);
        RewardSource watched = folder == null || !evaluates
                ? null
                : ready.hold(start.opened(() -> open(folder, "evaluation.reward_model")));
        return new Rewards(sources, weights, objective.rules(), watched);
    }

    private RewardSource open(Path folder, String name) throws IOException {
        GroupEncoder encoder = setup.backend().openEncoder(Roles.of(folder), TrainSettings.Data.ofScoring());
        boolean usable = false;
        try {
            RewardSource source = new RewardModelSource(
                    name,
                    setup.backend().weightsHash(folder),
                    setup.backend()
                            .loadModel(
                                    folder,
                                    new HeadKind.Score(0),
                                    setup.settings().passes(),
                                    setup.precision(),
                                    false),
                    encoder,
                    setup.settings().passes().microBatchTokens());
            usable = true;
            return source;
        } finally {
            if (!usable) {
                encoder.close();
            }
        }
    }
}
