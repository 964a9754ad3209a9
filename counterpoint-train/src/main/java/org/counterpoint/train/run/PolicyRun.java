package org.counterpoint.train.run;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.ScoringModel;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.store.GrowingFile;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.objective.PolicyObjective;
import org.counterpoint.train.objective.PolicyObjective.Ppo;
import org.counterpoint.train.plan.StepSample;
import org.counterpoint.train.ranks.Ranks;
import org.counterpoint.train.rollout.Draws;
import org.counterpoint.train.rollout.PolicyWatch;
import org.counterpoint.train.rollout.PromptSet;
import org.counterpoint.train.rollout.PromptSteps;
import org.counterpoint.train.rollout.RewardModelSource;
import org.counterpoint.train.rollout.RewardSource;
import org.counterpoint.train.rollout.Rewards;
import org.counterpoint.train.rollout.RolloutMetrics;
import org.counterpoint.train.rollout.RolloutModels;
import org.counterpoint.train.rollout.RolloutPrompt;
import org.counterpoint.train.rollout.RolloutStep;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;

/** A run that learns from the policy's own answers to the prompts of a file. */
final class PolicyRun implements RunKind {
    private static final String EVAL = "eval_";

    private final RunSetup setup;
    private final Backend backend;
    private final TrainRequest request;
    private final TrainSettings settings;
    private final PolicyObjective objective;
    private final RunInputs read;
    /** What the value model starts as; null for methods without one. */
    private final @Nullable Path value;

    PolicyRun(RunSetup setup, PolicyObjective objective) throws IOException {
        this.setup = setup;
        this.backend = setup.backend();
        this.request = setup.request();
        this.settings = setup.settings();
        this.objective = objective;
        if (request.rewards().isEmpty()) {
            throw new InputException(settings.method().name() + " needs a reward\n  give --reward-model DIR");
        }
        request.rewardModels().forEach(this::requireRewardModel);
        request.watchedModel().ifPresent(this::requireRewardModel);
        this.read = RunInputs.of(setup);
        this.value = objective.rule() instanceof Ppo ? valueStart() : null;
        requireMetric();
    }

    private void requireRewardModel(Path folder) {
        if (!backend.scoresTexts(folder)) {
            throw new InputException(folder + " is a language model, and writes texts; a reward model scores them"
                    + "\n  'counterpoint train reward' makes one");
        }
    }

    /** The reward model where its tokens are the policy's, else the policy, with a new head of zeros. */
    private Path valueStart() {
        Path given = request.roles().value();
        Path policy = request.roles().policy();
        if (given != null) {
            backend.requireSameTokens(policy, given);
            return given;
        }
        for (Path model : request.rewardModels()) {
            try {
                backend.requireSameTokens(policy, model);
                return model;
            } catch (ModelException e) {
                setup.progress()
                        .notice("the value model does not start as " + model + ", whose tokens are not the policy's");
            }
        }
        return policy;
    }

    private void requireMetric() {
        String metric = settings.evaluation().metric();
        Set<String> names =
                RolloutMetrics.ofEvaluation(EVAL, request.watchedModel().isPresent());
        if (read.heldOut() != null && !names.contains(metric)) {
            throw Evaluator.noMetric(metric, names);
        }
    }

    @Override
    public Map<String, Path> inputs() {
        Map<String, Path> inputs = new LinkedHashMap<>();
        inputs.put("data", request.data());
        inputs.put("reference", request.roles().reference());
        int place = 1;
        for (Path model : request.rewardModels()) {
            inputs.put(place == 1 ? "reward_model" : "reward_model_" + place, model);
            place++;
        }
        request.watchedModel().ifPresent(model -> inputs.put("watched_reward_model", model));
        if (value != null) {
            inputs.put("value_model", value);
        }
        return inputs;
    }

    @Override
    public Map<String, String> hashes() {
        Map<String, String> hashes = read.hashes(true);
        int place = 1;
        for (Reward reward : request.rewards()) {
            String identity = reward instanceof Reward.Model model
                    ? hash(model.folder())
                    : ((Reward.Source) reward).source().identity();
            hashes.put("reward_" + place++, identity + " * " + reward.weight());
        }
        if (value != null) {
            hashes.put("value_sha256", hash(value));
        }
        return hashes;
    }

    private String hash(Path folder) {
        try {
            return backend.weightsHash(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ReadyRun prepare(RunFolder folder, GroupEncoder encoder, Checkpoints.@Nullable Found found, Ranks ranks)
            throws IOException {
        PromptSteps prompts;
        List<RolloutPrompt> held;
        boolean usable = false;
        try {
            Files.createDirectories(folder.cache());
            PromptSet training = read(folder, read.training(), "train", encoder);
            DataSet heldOut = read.heldOut();
            PromptSet evaluation = heldOut == null ? null : read(folder, heldOut, "evaluation", encoder);
            prompts = PromptSteps.of(settings, training.prompts());
            held = evaluation == null ? List.of() : evaluation.prompts();
            Files.deleteIfExists(setup.ledgerBeside());
            DataFile.write(folder.data(), training, evaluation);
            folder.writeLedger(
                    evaluation == null
                            ? List.of(ledger(folder, "train"))
                            : List.of(ledger(folder, "train"), ledger(folder, "evaluation")));
            backend.requireMemory(request, setup.precision(), StepSample.ofPrompts(objective.sampling(), prompts));
            usable = true;
        } finally {
            if (!usable && found == null) {
                keepLedger(folder);
                folder.abandon();
            }
        }
        return open(folder, encoder, found, prompts, held);
    }

    @Override
    public void follow(Ranks ranks, Path folder, GroupEncoder encoder) {
        throw new IllegalStateException("one process alone learns from a policy's own answers");
    }

    private PromptSet read(RunFolder folder, DataSet file, String name, GroupEncoder encoder) {
        PromptSet set;
        try (LedgerFile ledger = new LedgerFile(ledger(folder, name))) {
            set = PromptSet.read(
                    file.file(), encoder, settings.data(), objective.sampling().maxNewTokens(), this::covered, ledger);
        }
        setup.progress()
                .notice(file.file() + ": " + set.prompts().size() + " prompts"
                        + (set.setAside().isEmpty() ? "" : "\n  left out" + set.described()));
        set.losses().forEach(words -> setup.progress().notice("warning: " + words));
        return set;
    }

    private boolean covered(Prompt prompt) {
        return request.rewards().stream()
                .allMatch(reward -> !(reward instanceof Reward.Source source)
                        || source.source().covers(prompt));
    }

    private static Path ledger(RunFolder folder, String name) {
        return folder.cache().resolve("prompts-" + name + ".ledger.jsonl");
    }

    /** Of a run that comes to nothing. */
    private void keepLedger(RunFolder folder) throws IOException {
        Path ledger = ledger(folder, "train");
        if (Files.exists(ledger) && Files.size(ledger) > 0) {
            Files.move(ledger, setup.ledgerBeside(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private ReadyRun open(
            RunFolder folder,
            GroupEncoder encoder,
            Checkpoints.@Nullable Found found,
            PromptSteps prompts,
            List<RolloutPrompt> held)
            throws IOException {
        Ready ready = new Ready();
        boolean usable = false;
        try {
            RolloutModels models = models(found, ready);
            Rewards rewards = rewards(ready);
            RewardSource watched = watched(ready);
            PolicyState state = found == null
                    ? new PolicyState(PolicyLearner.firstKlCoefficient(objective), 0)
                    : PolicyState.read(found.folder());
            GrowingFile rollouts = ready.hold(GrowingFile.open(folder.rollouts(), state.rolloutBytes()));
            PolicyWatch watch = new PolicyWatch();
            if (found != null) {
                MetricsLog.read(folder.metrics(), found.state().metricsBytes(), watch::take);
            }
            RolloutStep steps = new RolloutStep(
                    settings,
                    objective,
                    models,
                    backend::sampler,
                    new Draws(objective.sampling(), encoder, settings.seed()),
                    rewards,
                    watched);
            ready.learner = new PolicyLearner(
                    settings,
                    objective,
                    prompts,
                    held,
                    models,
                    steps,
                    rollouts,
                    watch,
                    setup.progress(),
                    state.klCoefficient());
            ready.startedAt = System.nanoTime();
            usable = true;
            return ready;
        } finally {
            if (!usable) {
                ready.close();
            }
        }
    }

    private RolloutModels models(Checkpoints.@Nullable Found found, Ready ready) throws IOException {
        HeadKind tokens = new HeadKind.LogProbabilities(objective.sampling().temperature());
        Path start = request.roles().policy();
        TrainableModel policy = ready.hold(
                backend.loadPolicy(found == null ? start : found.folder(), start, tokens, settings, setup.precision()));
        TrainableModel values = value == null
                ? null
                : ready.hold(backend.loadPolicy(
                        found == null ? value : found.folder().resolve(PolicyLearner.VALUE),
                        value,
                        new HeadKind.Value(),
                        settings,
                        setup.precision()));
        if (found != null) {
            policy.loadOptimizer(found.folder().resolve(GroupLearner.OPTIMIZER));
            if (values != null) {
                values.loadOptimizer(found.folder().resolve(PolicyLearner.VALUE).resolve(GroupLearner.OPTIMIZER));
            }
        }
        ScoringModel own =
                request.roles().givenReference() == null ? policy.start().orElse(null) : null;
        ScoringModel before = own != null
                ? own
                : ready.hold(backend.loadModel(
                        request.roles().reference(), tokens, settings.passes(), setup.precision(), false));
        return new RolloutModels(policy, before, values);
    }

    private Rewards rewards(Ready ready) throws IOException {
        List<RewardSource> sources = new ArrayList<>();
        double[] weights = new double[request.rewards().size()];
        for (Reward reward : request.rewards()) {
            weights[sources.size()] = reward.weight();
            sources.add(
                    reward instanceof Reward.Model model
                            ? ready.hold(open(model.folder(), "model" + (sources.size() + 1)))
                            : ((Reward.Source) reward).source());
        }
        return new Rewards(sources, weights, objective.rules());
    }

    private @Nullable RewardSource watched(Ready ready) throws IOException {
        Path folder = request.watchedModel().orElse(null);
        return folder == null || read.heldOut() == null ? null : ready.hold(open(folder, "evaluation.reward_model"));
    }

    private RewardSource open(Path folder, String name) throws IOException {
        GroupEncoder encoder = backend.openEncoder(folder, TrainSettings.Data.ofScoring());
        boolean usable = false;
        try {
            RewardSource source = new RewardModelSource(
                    name,
                    backend.weightsHash(folder),
                    backend.loadModel(folder, new HeadKind.Score(0), settings.passes(), setup.precision(), false),
                    encoder,
                    settings.passes().microBatchTokens());
            usable = true;
            return source;
        } finally {
            if (!usable) {
                encoder.close();
            }
        }
    }

    /** Holds what is open, and closes the last first. */
    private static final class Ready implements ReadyRun {
        private final Deque<Closeable> held = new ArrayDeque<>();
        private @Nullable Learner learner;
        private long startedAt;

        <T extends Closeable> T hold(T resource) {
            held.push(resource);
            return resource;
        }

        @Override
        public Learner learner() {
            if (learner == null) {
                throw new IllegalStateException("nothing is ready");
            }
            return learner;
        }

        @Override
        public long startedAt() {
            return startedAt;
        }

        @Override
        public double referenceSeconds() {
            return Double.NaN;
        }

        @Override
        public void conclude() {
            // What was learnt from is told in rollouts.jsonl as it comes.
        }

        @Override
        public void close() throws IOException {
            if (!held.isEmpty()) {
                try {
                    held.pop().close();
                } finally {
                    close(); // the others, whatever became of this one
                }
            }
        }
    }
}
