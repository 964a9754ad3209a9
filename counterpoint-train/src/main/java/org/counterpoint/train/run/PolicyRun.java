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
import org.counterpoint.train.StoppedException;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.objective.PolicyObjective;
import org.counterpoint.train.objective.PolicyObjective.Ppo;
import org.counterpoint.train.plan.StepSample;
import org.counterpoint.train.ranks.RankCommand;
import org.counterpoint.train.ranks.RankCommand.Work;
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
        requireRewards(backend, request);
        this.read = RunInputs.of(setup);
        this.value = objective.rule() instanceof Ppo ? valueStart() : null;
        requireMetric();
    }

    /** @throws InputException where there is no reward, or what is to give one cannot */
    static void requireRewards(Backend backend, TrainRequest request) {
        if (request.rewards().isEmpty()) {
            throw new InputException(request.settings().method().name() + " needs a reward\n  give --reward-model DIR");
        }
        request.rewardModels().forEach(folder -> requireRewardModel(backend, folder));
        request.watchedModel().ifPresent(folder -> requireRewardModel(backend, folder));
    }

    private static void requireRewardModel(Backend backend, Path folder) {
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
        RankStart start = new RankStart(ranks, settings.together());
        PreparedPrompts prompts = null;
        try {
            RankCommand.give(ranks, Work.PREPARE, 0);
            prompts = start.samePrompts(() -> read(folder, encoder));
        } finally {
            if (prompts == null && found == null) {
                keepLedger(folder);
                folder.abandon();
            }
        }
        RankCommand.give(ranks, Work.OPEN_POLICY, 0);
        return open(start, encoder, prompts, new Going(folder, found));
    }

    private PreparedPrompts read(RunFolder folder, GroupEncoder encoder) throws IOException {
        Files.createDirectories(folder.cache());
        PromptSet training = read(folder.cache(), read.training(), "train", encoder);
        DataSet heldOut = read.heldOut();
        PromptSet evaluation = heldOut == null ? null : read(folder.cache(), heldOut, "evaluation", encoder);
        PromptSteps prompts = PromptSteps.of(settings, training.prompts());
        Files.deleteIfExists(setup.ledgerBeside());
        DataFile.write(folder.data(), training, evaluation);
        folder.writeLedger(
                evaluation == null
                        ? List.of(ledger(folder.cache(), "train"))
                        : List.of(ledger(folder.cache(), "train"), ledger(folder.cache(), "evaluation")));
        backend.requireMemory(request, setup.precision(), StepSample.ofPrompts(objective.sampling(), prompts));
        return new PreparedPrompts(prompts, evaluation == null ? List.of() : evaluation.prompts());
    }

    /** As a rank that does not lead. */
    private PreparedPrompts readAside(Path folder, GroupEncoder encoder) throws IOException {
        Files.createDirectories(folder);
        PromptSet training = read(folder, read.training(), "train", encoder);
        DataSet heldOut = read.heldOut();
        return new PreparedPrompts(
                PromptSteps.of(settings, training.prompts()),
                heldOut == null
                        ? List.of()
                        : read(folder, heldOut, "evaluation", encoder).prompts());
    }

    @Override
    public void follow(Ranks ranks, Path folder, GroupEncoder encoder) throws IOException {
        RankStart start = new RankStart(ranks, settings.together());
        PreparedPrompts prompts = null;
        Ready ready = null;
        try {
            RankCommand command = RankCommand.await(ranks);
            while (command.work() != Work.DONE) {
                switch (command.work()) {
                    case PREPARE -> prompts = start.samePrompts(() -> readAside(folder, encoder));
                    case OPEN_POLICY -> ready = open(start, encoder, known(prompts), null);
                    case STEP -> known(ready).learner().step(command.number());
                    case EVALUATE -> known(ready).learner().evaluate(command.number());
                    case SAVE_MOMENTS -> known(ready).learner().saveState(folder);
                    case STOPPED -> throw new StoppedException("stopped, as rank 0 was; the same command goes on");
                    default -> throw new IllegalStateException("rank 0 asks for " + command.work());
                }
                command = RankCommand.await(ranks);
            }
        } finally {
            if (ready != null) {
                ready.close();
            }
        }
    }

    private static <T> T known(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("rank 0 asks for what it did not have prepared");
        }
        return value;
    }

    private PromptSet read(Path folder, DataSet file, String name, GroupEncoder encoder) {
        PromptSet set;
        try (LedgerFile ledger = new LedgerFile(ledger(folder, name))) {
            set = PromptSet.read(
                    file.file(),
                    encoder,
                    settings.data(),
                    objective.sampling().maxNewTokens(),
                    prompt -> covered(request, prompt),
                    ledger);
        }
        setup.progress()
                .notice(file.file() + ": " + set.prompts().size() + " prompts"
                        + (set.setAside().isEmpty() ? "" : "\n  left out" + set.described()));
        set.losses().forEach(words -> setup.progress().notice("warning: " + words));
        return set;
    }

    /** Whether every reward that knows only some prompts knows this one. */
    static boolean covered(TrainRequest request, Prompt prompt) {
        return request.rewards().stream()
                .allMatch(reward -> !(reward instanceof Reward.Source source)
                        || source.source().covers(prompt));
    }

    private static Path ledger(Path folder, String name) {
        return folder.resolve("prompts-" + name + ".ledger.jsonl");
    }

    /** Of a run that comes to nothing. */
    private void keepLedger(RunFolder folder) throws IOException {
        Path ledger = ledger(folder.cache(), "train");
        if (Files.exists(ledger) && Files.size(ledger) > 0) {
            Files.move(ledger, setup.ledgerBeside(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * What rank 0 goes on from, and writes to.
     *
     * @param found the checkpoint; null where the run begins
     */
    private record Going(RunFolder folder, Checkpoints.@Nullable Found found) {}

    /**
     * The same on all ranks, which all come to hold what rank 0 has.
     *
     * @param going null for a rank that does not lead
     */
    private Ready open(RankStart start, GroupEncoder encoder, PreparedPrompts prompts, @Nullable Going going)
            throws IOException {
        Ranks ranks = start.ranks();
        Checkpoints.Found found = going == null ? null : going.found();
        Ready ready = new Ready();
        boolean usable = false;
        try {
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
                    settings,
                    objective,
                    models,
                    backend::sampler,
                    new Draws(objective.sampling(), encoder, settings.seed()),
                    rewards,
                    ranks);
            ready.learner = new PolicyLearner(
                    settings,
                    objective,
                    prompts,
                    models,
                    steps,
                    rollouts,
                    watch,
                    setup.progress(),
                    ranks.leading(state.klCoefficient()));
            ready.startedAt = System.nanoTime();
            usable = true;
            return ready;
        } finally {
            if (!usable) {
                ready.close();
            }
        }
    }

    private RolloutModels models(Checkpoints.@Nullable Found found, Ready ready, RankStart start) throws IOException {
        HeadKind tokens = new HeadKind.LogProbabilities(objective.sampling().temperature());
        Path policyStart = request.roles().policy();
        Path valueStart = value;
        Path from = found == null ? policyStart : found.folder();
        TrainableModel policy = ready.hold(
                start.policy(() -> backend.loadPolicy(from, policyStart, tokens, settings, setup.precision())));
        TrainableModel values = null;
        if (valueStart != null) {
            Path valueFrom = found == null ? valueStart : found.folder().resolve(PolicyLearner.VALUE);
            values = ready.hold(start.policy(() ->
                    backend.loadPolicy(valueFrom, valueStart, new HeadKind.Value(), settings, setup.precision())));
        }
        if (start.ranks().leading(found == null ? 0 : 1) > 0) {
            goOn(policy, from, start);
            if (values != null) {
                goOn(values, from.resolve(PolicyLearner.VALUE), start);
            }
        }
        ScoringModel own =
                request.roles().givenReference() == null ? policy.start().orElse(null) : null;
        ScoringModel before = own != null
                ? own
                : ready.hold(start.opened(() -> backend.loadModel(
                        request.roles().reference(), tokens, settings.passes(), setup.precision(), false)));
        return new RolloutModels(policy, before, values);
    }

    /** Brings a model of all ranks to where it is in rank 0's checkpoint. */
    private void goOn(TrainableModel model, Path checkpoint, RankStart start) throws IOException {
        Ranks ranks = start.ranks();
        if (ranks.leads() || settings.together().shard() == TrainSettings.Shard.OPTIMIZER) {
            model.loadOptimizer(checkpoint.resolve(GroupLearner.OPTIMIZER));
        }
        if (ranks.size() > 1) {
            start.sameState(model, (long) ranks.leading(model.learnt().updates()));
        }
    }

    private Rewards rewards(Ready ready, RankStart start) throws IOException {
        List<RewardSource> sources = new ArrayList<>();
        double[] weights = new double[request.rewards().size()];
        for (Reward reward : request.rewards()) {
            weights[sources.size()] = reward.weight();
            String name = "model" + (sources.size() + 1);
            sources.add(
                    reward instanceof Reward.Model model
                            ? ready.hold(start.opened(() -> open(model.folder(), name)))
                            : ((Reward.Source) reward).source());
        }
        Path folder = request.watchedModel().orElse(null);
        RewardSource watched = folder == null || read.heldOut() == null
                ? null
                : ready.hold(start.opened(() -> open(folder, "evaluation.reward_model")));
        return new Rewards(sources, weights, objective.rules(), watched);
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
