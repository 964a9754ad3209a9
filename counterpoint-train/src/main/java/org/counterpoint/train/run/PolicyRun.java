package org.counterpoint.train.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.engine.ModelException;
import org.counterpoint.train.StoppedException;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.objective.PolicyObjective;
import org.counterpoint.train.objective.PolicyObjective.Ppo;
import org.counterpoint.train.plan.StepSample;
import org.counterpoint.train.ranks.RankCommand;
import org.counterpoint.train.ranks.RankCommand.Work;
import org.counterpoint.train.ranks.Ranks;
import org.counterpoint.train.rollout.PromptSet;
import org.counterpoint.train.rollout.PromptSteps;
import org.counterpoint.train.rollout.RolloutMetrics;
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
    private final Roles roles;

    PolicyRun(RunSetup setup, PolicyObjective objective) throws IOException {
        this.setup = setup;
        this.backend = setup.backend();
        this.request = setup.request();
        this.settings = setup.settings();
        this.objective = objective;
        requireRewards(backend, request);
        this.read = RunInputs.of(setup);
        this.roles = roles(backend, request, objective, setup.progress());
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

    /** The models as given, with what the value model starts as: none for methods without one. */
    static Roles roles(Backend backend, TrainRequest request, PolicyObjective objective, TrainProgress progress) {
        Path value = objective.rule() instanceof Ppo ? valueStart(backend, request, progress) : null;
        return new Roles(request.roles().policy(), request.roles().givenReference(), value);
    }

    /** The reward model where its tokens are the policy's, else the policy, with a new head of zeros. */
    private static Path valueStart(Backend backend, TrainRequest request, TrainProgress progress) {
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
                progress.notice("the value model does not start as " + model + ", whose tokens are not the policy's");
            }
        }
        return policy;
    }

    @Override
    public Roles roles() {
        return roles;
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
        Path value = roles.value();
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
        Path value = roles.value();
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
        } catch (InputException e) {
            throw withLedger(folder, e);
        } finally {
            if (prompts == null && found == null) {
                folder.abandon();
            }
        }
        RankCommand.give(ranks, Work.OPEN_POLICY, 0);
        return opening().open(start, encoder, prompts, new PolicyOpening.Going(folder, found));
    }

    private PolicyOpening opening() {
        return new PolicyOpening(setup, objective, roles.value(), read.heldOut() != null);
    }

    private PreparedPrompts read(RunFolder folder, GroupEncoder encoder) throws IOException {
        PromptSets sets = sets(folder.cache(), encoder);
        PreparedPrompts prompts = sets.prepared(settings);
        Files.deleteIfExists(setup.ledgerBeside());
        DataFile.write(folder.data(), sets.training(), sets.evaluation());
        List<Path> ledgers = new ArrayList<>();
        ledgers.add(ledger(folder.cache(), "train"));
        if (sets.evaluation() != null) {
            ledgers.add(ledger(folder.cache(), "evaluation"));
        }
        folder.writeLedger(ledgers);
        backend.requireMemory(
                request, setup.precision(), StepSample.ofPrompts(objective.sampling(), prompts.training()));
        return prompts;
    }

    /** @param evaluation null where nothing is held out */
    private record PromptSets(PromptSet training, @Nullable PromptSet evaluation) {
        PreparedPrompts prepared(TrainSettings settings) {
            return new PreparedPrompts(
                    PromptSteps.of(settings, training.prompts()),
                    evaluation == null ? List.of() : evaluation.prompts());
        }
    }

    private PromptSets sets(Path folder, GroupEncoder encoder) throws IOException {
        Files.createDirectories(folder);
        PromptSet training = read(folder, read.training(), "train", encoder);
        DataSet heldOut = read.heldOut();
        return new PromptSets(training, heldOut == null ? null : read(folder, heldOut, "evaluation", encoder));
    }

    @Override
    public void follow(Ranks ranks, Path folder, GroupEncoder encoder) throws IOException {
        RankStart start = new RankStart(ranks, settings.together());
        PreparedPrompts prompts = null;
        OpenPolicy ready = null;
        try {
            RankCommand command = RankCommand.await(ranks);
            while (command.work() != Work.DONE) {
                switch (command.work()) {
                    case PREPARE ->
                        prompts = start.samePrompts(() -> sets(folder, encoder).prepared(settings));
                    case OPEN_POLICY -> ready = opening().open(start, encoder, known(prompts), null);
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

    /** Of a run that comes to nothing: the ledger of the file that was read last. */
    private InputException withLedger(RunFolder folder, InputException failure) {
        Path heldOut = ledger(folder.cache(), "evaluation");
        Path ledger = Files.exists(heldOut) ? heldOut : ledger(folder.cache(), "train");
        return LedgerFile.kept(ledger, setup.ledgerBeside(), failure);
    }
}
