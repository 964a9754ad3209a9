package org.counterpoint.recipe.stage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.counterpoint.console.CurriculumNote;
import org.counterpoint.console.Interrupts;
import org.counterpoint.console.TrainingDisplay;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.counterpoint.recipe.reward.JudgeReward;
import org.counterpoint.recipe.reward.JudgeRewardFile;
import org.counterpoint.train.objective.Likelihood;
import org.counterpoint.train.objective.PolicyObjective;
import org.counterpoint.train.plan.BesideModels;
import org.counterpoint.train.plan.MachineRates;
import org.counterpoint.train.plan.ModelShape;
import org.counterpoint.train.plan.RunPlanner;
import org.counterpoint.train.plan.Sharing;
import org.counterpoint.train.plan.StepSample;
import org.counterpoint.train.plan.TrainingPlan;
import org.counterpoint.train.rollout.RightAnswerSource;
import org.counterpoint.train.run.EngineBackend;
import org.counterpoint.train.run.FinishedRun;
import org.counterpoint.train.run.Reward;
import org.counterpoint.train.run.Roles;
import org.counterpoint.train.run.TrainRequest;
import org.counterpoint.train.run.TrainResult;
import org.counterpoint.train.run.Training;
import org.counterpoint.train.settings.TrainSchema;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;

/** Post-trains a model. Its settings are those of the method, nested or dotted as on the command line. */
public record TrainKind() implements StageKind<TrainSettings> {
    private static final TrainForm FORM = new TrainForm();
    private static final List<String> SHOWN = List.of(
            "loss",
            "eval_loss",
            "rewards/accuracies",
            "eval_rewards/accuracies",
            "accuracy",
            "eval_accuracy",
            "objective/scores",
            "eval_objective/scores");

    @Override
    public String name() {
        return "train";
    }

    @Override
    public String meaning() {
        return "post-trains a model by a method";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Set<String> files() {
        return Set.of("chat_template");
    }

    @Override
    public StageForm<TrainSettings> form() {
        return FORM;
    }

    @Override
    public boolean uses(String field, Given given) {
        return FORM.uses(field, given);
    }

    @Override
    public Map<String, Output> outputs() {
        return Map.of("final", new Output(Content.MODEL, "final"));
    }

    @Override
    public List<String> leftovers() {
        return List.of("checkpoints/", "cache/");
    }

    @Override
    public String canonical(String field) {
        return AdapterInput.canonical(TrainSchema.canonical(field));
    }

    /** A forward and a backward pass are as much as three forward ones; the reference needs one more, once. */
    @Override
    public Forecast forecast(Expected<TrainSettings> expected) {
        Size data = expected.input("data");
        TrainSettings settings = expected.choices();
        if (settings.objective() instanceof PolicyObjective policy) {
            return rollouts(expected, policy, data);
        }
        double parameters = expected.input("model").parameters();
        TrainSettings.Extent extent = settings.extent();
        double passes = extent.steps() == null
                ? extent.epochs()
                : (double) extent.steps() * extent.groupsPerStep() / Math.max(1, data.rows());
        boolean reference = settings.method().needsReference();
        long seen = Math.min(data.tokens(), data.answers() * settings.data().maxLength());
        long once = learnsOneOfEach(settings) ? seen / data.answersEach() : seen;
        long trained = Math.round(once * passes);
        return Forecast.computed(
                        Map.of("final", expected.input("model").part(0)),
                        trained + (reference ? once : 0),
                        2 * parameters * (3.0 * trained + (reference ? once : 0)),
                        0)
                .withThreads(settings.passes().threads());
    }

    private static boolean learnsOneOfEach(TrainSettings settings) {
        return settings.method().name().equals(Likelihood.NAME);
    }

    /** From the sizes of what there is, or will be: groups of as many answers, all of one length. */
    @Override
    public Optional<TrainingPlan> plan(Expected<TrainSettings> expected, MachineRates machine) {
        Path shape = expected.input("model").shape();
        Size data = expected.input("data");
        if (shape == null || data.rows() == 0) {
            return Optional.empty();
        }
        TrainSettings settings = expected.choices();
        try {
            Precision precision =
                    new EngineBackend().precision(settings.passes().precision());
            ModelShape model = ModelShape.of(shape, null);
            BesideModels beside = BesideModels.of(
                    settings,
                    model,
                    shape(expected, "reference"),
                    Stream.of(TrainForm.REWARD_MODEL, TrainForm.WATCHED)
                            .map(input -> shape(expected, input))
                            .filter(Objects::nonNull)
                            .toList(),
                    shape(expected, TrainForm.VALUE_MODEL));
            return Optional.of(
                    new RunPlanner(model, settings, precision, sample(settings, data), beside, machine, Sharing.ALONE)
                            .plan());
        } catch (ModelException e) {
            return Optional.empty(); // what is wrong with it is told when it is used
        }
    }

    private static @Nullable ModelShape shape(Expected<TrainSettings> expected, String input) {
        Path shape = expected.input(input).shape();
        return shape == null ? null : ModelShape.of(shape, null);
    }

    private static StepSample sample(TrainSettings settings, Size data) {
        return settings.objective() instanceof PolicyObjective policy
                ? StepSample.ofPrompts(settings, policy.sampling(), data.rows(), data.promptTokens())
                : StepSample.guessed(
                        settings,
                        data.rows(),
                        Math.round((double) data.answers() / Math.max(1, data.rows())),
                        data.tokens(),
                        learnsOneOfEach(settings));
    }

    /** Answers are drawn, scored by the policy, the reference and the reward model, and learnt from. */
    private static Forecast rollouts(Expected<TrainSettings> expected, PolicyObjective policy, Size data) {
        double parameters = expected.input("model").parameters();
        TrainSettings.Extent extent = expected.choices().extent();
        PolicyObjective.Sampling sampling = policy.sampling();
        long prompts =
                extent.steps() == null ? data.rows() * extent.epochs() : extent.steps() * (long) sampling.prompts();
        long answers = prompts * sampling.samples();
        long drawn = answers * sampling.maxNewTokens();
        long once = drawn + Math.round((double) data.promptTokens() / Math.max(1, data.rows()) * answers);
        int epochs = policy.rule() instanceof PolicyObjective.PolicyGradient gradient
                ? gradient.updates().epochs()
                : 1;
        long learnt = once * epochs * (policy.rule() instanceof PolicyObjective.Ppo ? 2 : 1);
        return Forecast.computed(
                        Map.of("final", Size.model(expected.input("model").parameters(), null)),
                        drawn + learnt,
                        2 * parameters * (3.0 * learnt + 3 * once + drawn),
                        0)
                .withThreads(expected.choices().passes().threads());
    }

    @Override
    public void run(StageRun<TrainSettings> run) {
        CurriculumNote.of(run.choices().curriculum())
                .ifPresent(note -> run.console().note("  " + note));
        TrainResult result;
        Path judging = path(run, TrainForm.REWARD_JUDGE);
        try (JudgeReward judge = judging == null ? null : JudgeRewardFile.open(judging, run.folder());
                TrainingDisplay display = new TrainingDisplay(run.console(), run.display());
                Interrupts.Section careful = run.console().interrupts().section()) {
            TrainRequest request = new TrainRequest(
                    new Roles(run.input("model").path(), path(run, "reference"), path(run, TrainForm.VALUE_MODEL)),
                    run.input("data").path(),
                    run.folder(),
                    run.choices(),
                    false,
                    run.place().cache(),
                    rewards(run, judge));
            EngineBackend backend = new EngineBackend(AdapterInput.of(run, "model"));
            result = Training.run(
                    run.place().force() ? backend.withoutMemoryCheck() : backend, request, display, careful::asked);
            if (judge != null) {
                judge.finished();
            }
        }
        tell(run, result);
    }

    private static @Nullable Path path(StageRun<TrainSettings> run, String input) {
        InputFile file = run.optionalInput(input);
        return file == null ? null : file.path();
    }

    private static List<Reward> rewards(StageRun<TrainSettings> run, @Nullable JudgeReward judge) {
        List<Reward> rewards = new ArrayList<>();
        run.inputs(TrainForm.REWARD_MODEL)
                .forEach(model -> rewards.add(new Reward.Model(FinishedRun.model(model.path()), 1)));
        Path right = path(run, TrainForm.RIGHT_ANSWERS);
        if (right != null) {
            rewards.add(new Reward.Source(RightAnswerSource.read(right), 1));
        }
        if (judge != null) {
            rewards.add(new Reward.Source(judge, 1));
        }
        return rewards;
    }

    private static void tell(StageRun<TrainSettings> run, TrainResult result) {
        List<String> words = new ArrayList<>();
        words.add(result.steps() + " steps");
        for (String name : SHOWN) {
            Double value = result.metrics().get(name);
            if (value != null) {
                words.add(String.format(Locale.ROOT, "%s %.4f", name, value));
            }
        }
        if (!result.alreadyFinished()) {
            run.console().note("  " + String.join(", ", words));
        }
    }
}
