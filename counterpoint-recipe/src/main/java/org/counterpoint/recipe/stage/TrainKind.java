package org.counterpoint.recipe.stage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.counterpoint.recipe.reward.JudgeReward;
import org.counterpoint.recipe.reward.JudgeRewardFile;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.SettingFault;
import org.counterpoint.settings.SettingType;
import org.counterpoint.settings.Suggestions;
import org.counterpoint.train.objective.Likelihood;
import org.counterpoint.train.objective.Method;
import org.counterpoint.train.objective.Methods;
import org.counterpoint.train.objective.PolicyObjective;
import org.counterpoint.train.plan.BesideModels;
import org.counterpoint.train.plan.MachineRates;
import org.counterpoint.train.plan.ModelShape;
import org.counterpoint.train.plan.RunPlanner;
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
import org.counterpoint.train.settings.SettingsReader;
import org.counterpoint.train.settings.TrainSchema;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;

/** Post-trains a model. Its settings are those of the method, nested or dotted as on the command line. */
public record TrainKind() implements StageKind {
    private static final String METHOD = "method";
    private static final List<String> SHOWN = List.of(
            "loss",
            "eval_loss",
            "rewards/accuracies",
            "eval_rewards/accuracies",
            "accuracy",
            "eval_accuracy",
            "objective/scores",
            "eval_objective/scores");
    private static final String EVALUATION = "evaluation.data";
    private static final String WATCHED = "evaluation.reward_model";
    private static final String REWARD_MODEL = "reward_model";
    private static final String REWARD_JUDGE = "reward_judge";
    private static final String RIGHT_ANSWERS = "right_answers";
    private static final String VALUE_MODEL = "value_model";

    /** Inputs that the settings' own reader knows, as paths. */
    private static final Set<String> PATHS = Set.of(EVALUATION, WATCHED);

    /** What only methods that draw answers are given. */
    private static final Set<String> REWARDS = Set.of(REWARD_MODEL, RIGHT_ANSWERS, REWARD_JUDGE);

    private static final Set<String> OF_ROLLOUTS = Set.of(REWARD_MODEL, RIGHT_ANSWERS, REWARD_JUDGE, VALUE_MODEL);

    private static final long LONGEST = 1024;

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
    public List<Field> fields() {
        Map<String, Field> fields = new LinkedHashMap<>();
        fields.put(METHOD, Field.required(METHOD, new SettingType.Word(methodNames()), "how to train"));
        for (Field input : List.of(
                Field.input("model", Field.Arity.ONE, "the model to start from", Content.MODEL),
                AdapterInput.base("model"),
                Field.input("data", Field.Arity.ONE, "groups or pairs; or prompts", Content.ROWS, Content.ANSWERS),
                Field.optionalInput("reference", Field.Arity.ONE, "the reference (the start)", Content.MODEL),
                Field.optionalInput(
                        REWARD_MODEL, Field.Arity.SEVERAL, "what scores the policy's answers", Content.MODEL),
                Field.optionalInput(
                        RIGHT_ANSWERS,
                        Field.Arity.ONE,
                        "answers that are right: a reward of 1 for the same text, else 0",
                        Content.ANSWERS,
                        Content.ROWS),
                Field.optionalInput(
                        REWARD_JUDGE,
                        Field.Arity.ONE,
                        "a file with the settings of judge: the share of comparisons that an answer wins",
                        Content.TEXT),
                Field.optionalInput(VALUE_MODEL, Field.Arity.ONE, "what ppo's value model starts as", Content.MODEL),
                Field.optionalInput(WATCHED, Field.Arity.ONE, "a reward model that is not learnt from", Content.MODEL),
                Field.optionalInput(EVALUATION, Field.Arity.ONE, "held-out groups, pairs or prompts", Content.ROWS))) {
            fields.put(input.name(), input);
        }
        for (Method method : Methods.all()) {
            for (Setting setting : TrainSchema.of(method).settings().values()) {
                fields.putIfAbsent(
                        setting.name(),
                        setting.name().equals(Field.SEED)
                                ? Field.seed()
                                : Field.optional(
                                        setting.name(), setting.type(), setting.defaultValue(), setting.meaning()));
            }
        }
        return List.copyOf(fields.values());
    }

    private static List<String> methodNames() {
        return Methods.all().stream().map(Method::name).toList();
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

    /** A default for one method, such as beta, is none for another. */
    @Override
    public boolean uses(String field, Given given) {
        Optional<Method> method = Optional.ofNullable(given.text(METHOD)).flatMap(Methods::named);
        if (field.equals("reference")) {
            return method.isEmpty() || method.get().needsReference();
        }
        if (OF_ROLLOUTS.contains(field)) {
            return method.isEmpty() || method.get().learns() == Method.Learns.ROLLOUTS;
        }
        return isInput(field) && !field.equals(WATCHED)
                || field.equals(METHOD)
                || method.isEmpty()
                || TrainSchema.of(method.get()).settings().containsKey(field);
    }

    private boolean isInput(String field) {
        return fields().stream().anyMatch(f -> f.name().equals(field) && f.type() instanceof Field.Input);
    }

    @Override
    public Map<String, @Nullable Object> read(Given given, YamlFaults faults) {
        FieldReader.unknown(fields(), given, faults);
        for (String needed : List.of(METHOD, "model", "data")) {
            if (given.get(needed) == null) {
                faults.add(given.place(), given.stage() + " needs " + needed);
            }
        }
        String name = given.text(METHOD);
        Optional<Method> method = Optional.ofNullable(name).flatMap(Methods::named);
        if (method.isEmpty()) {
            if (name != null) {
                faults.add(given.placeOf(METHOD), noMethod(name));
            }
            return Map.of();
        }
        if (given.get("reference") != null && !method.get().needsReference()) {
            faults.add(given.placeOf("reference"), name + " does not use a reference; leave it out");
        }
        checkRewards(method.get(), given, faults);
        Map<String, @Nullable Object> own = settings(given);
        for (SettingFault fault : TrainSchema.of(method.get()).read(own).faults()) {
            faults.add(given.placeOf(fault.name()), fault.message());
        }
        return typed(method.get(), own);
    }

    private static void checkRewards(Method method, Given given, YamlFaults faults) {
        boolean rewarded = method.learns() == Method.Learns.ROLLOUTS;
        for (String field : OF_ROLLOUTS) {
            if (!rewarded && given.get(field) != null) {
                faults.add(given.placeOf(field), method.name() + " does not use " + field + "; leave it out");
            }
        }
        if (rewarded && REWARDS.stream().allMatch(field -> given.get(field) == null)) {
            faults.add(given.place(), given.stage() + " needs a reward: reward_model, right_answers or reward_judge");
        }
    }

    /** Only what is given: a default that changes is a new version of this kind. */
    private static Map<String, @Nullable Object> typed(Method method, Map<String, @Nullable Object> own) {
        Map<String, Setting> table = TrainSchema.of(method).settings();
        Map<String, @Nullable Object> typed = new LinkedHashMap<>();
        typed.put(METHOD, method.name());
        own.forEach((path, value) -> {
            Setting setting = table.get(path);
            if (setting != null && value != null && !PATHS.contains(path)) {
                try {
                    typed.put(path, setting.type().read(value));
                } catch (IllegalArgumentException e) {
                    typed.put(path, value); // reported above, so that nothing will be run with it
                }
            }
        });
        return typed;
    }

    private static String noMethod(String name) {
        return "no training method is named " + name + Suggestions.orAll(name, methodNames());
    }

    /** What the settings' own reader knows: no inputs, but that there is something to evaluate on. */
    private Map<String, @Nullable Object> settings(Given given) {
        Map<String, @Nullable Object> own = new LinkedHashMap<>();
        List<String> known = fields().stream().map(Field::name).toList();
        given.plain().forEach((field, value) -> {
            if (value != null && known.contains(field) && (PATHS.contains(field) || !isInput(field))) {
                own.put(field, value);
            }
        });
        own.remove(METHOD);
        return own;
    }

    /** A forward and a backward pass are as much as three forward ones; the reference needs one more, once. */
    @Override
    public Forecast forecast(Expected expected) {
        Size data = expected.input("data");
        Optional<Method> method = Optional.ofNullable(expected.text(METHOD)).flatMap(Methods::named);
        if (method.isPresent() && method.get().learns() == Method.Learns.ROLLOUTS) {
            return rollouts(expected, data);
        }
        double parameters = expected.input("model").parameters();
        double passes = expected.settings().get("steps") instanceof Long steps
                ? (double) steps * expected.whole("groups_per_step", 16) / Math.max(1, data.rows())
                : expected.whole("epochs", 1);
        boolean reference = method.map(Method::needsReference).orElse(false);
        long seen = Math.min(data.tokens(), data.answers() * expected.whole("max_length", LONGEST));
        long once = Likelihood.NAME.equals(expected.text(METHOD)) ? seen / data.answersEach() : seen;
        long trained = Math.round(once * passes);
        return Forecast.computed(
                        Map.of("final", expected.input("model").part(0)),
                        trained + (reference ? once : 0),
                        2 * parameters * (3.0 * trained + (reference ? once : 0)),
                        0)
                .withThreads(expected.whole("threads", 0));
    }

    /** From the sizes of what there is, or will be: groups of as many answers, all of one length. */
    @Override
    public Optional<TrainingPlan> plan(Expected expected, MachineRates machine) {
        Path shape = expected.input("model").shape();
        Size data = expected.input("data");
        if (shape == null || data.rows() == 0) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> own = new LinkedHashMap<>(expected.settings());
        own.remove(METHOD);
        TrainSettings settings = SettingsReader.read(Objects.requireNonNull(expected.text(METHOD)), own, List.of());
        try {
            Precision precision =
                    new EngineBackend().precision(settings.passes().precision());
            ModelShape model = ModelShape.of(shape, null);
            BesideModels beside = BesideModels.of(
                    settings,
                    model,
                    shape(expected, "reference"),
                    Stream.of(REWARD_MODEL, WATCHED)
                            .map(input -> shape(expected, input))
                            .filter(Objects::nonNull)
                            .toList(),
                    shape(expected, VALUE_MODEL));
            return Optional.of(
                    new RunPlanner(model, settings, precision, sample(expected, settings), beside, machine).plan());
        } catch (ModelException e) {
            return Optional.empty(); // what is wrong with it is told when it is used
        }
    }

    private static @Nullable ModelShape shape(Expected expected, String input) {
        Path shape = expected.input(input).shape();
        return shape == null ? null : ModelShape.of(shape, null);
    }

    private static StepSample sample(Expected expected, TrainSettings settings) {
        Size data = expected.input("data");
        return settings.objective() instanceof PolicyObjective policy
                ? StepSample.ofPrompts(settings, policy.sampling(), data.rows(), data.promptTokens())
                : StepSample.guessed(
                        settings,
                        data.rows(),
                        Math.round((double) data.answers() / Math.max(1, data.rows())),
                        data.tokens(),
                        Likelihood.NAME.equals(expected.text(METHOD)));
    }

    /** Answers are drawn, scored by the policy, the reference and the reward model, and learnt from. */
    private static Forecast rollouts(Expected expected, Size data) {
        double parameters = expected.input("model").parameters();
        boolean ppo = "ppo".equals(expected.text(METHOD));
        long prompts = expected.settings().get("steps") instanceof Long steps
                ? steps * expected.whole("prompts_per_step", 16)
                : data.rows() * expected.whole("epochs", 1);
        long answers = prompts * expected.whole("samples", ppo ? 1 : 4);
        long drawn = answers * expected.whole("max_new_tokens", 256);
        long once = drawn + Math.round((double) data.promptTokens() / Math.max(1, data.rows()) * answers);
        long learnt = once * expected.whole("ppo_epochs", ppo ? 4 : 1) * (ppo ? 2 : 1);
        return Forecast.computed(
                        Map.of("final", Size.model(expected.input("model").parameters(), null)),
                        drawn + learnt,
                        2 * parameters * (3.0 * learnt + 3 * once + drawn),
                        0)
                .withThreads(expected.whole("threads", 0));
    }

    @Override
    public void run(StageRun run) {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>(run.settings());
        String method = run.text(METHOD);
        settings.remove(METHOD);
        for (String name : PATHS) {
            Path path = path(run, name);
            if (path != null) {
                settings.put(name, path.toString());
            }
        }
        TrainSettings read = SettingsReader.read(method, settings, List.of());
        CurriculumNote.of(read.curriculum()).ifPresent(note -> run.console().note("  " + note));
        TrainResult result;
        Path judging = path(run, REWARD_JUDGE);
        try (JudgeReward judge = judging == null ? null : JudgeRewardFile.open(judging, run.folder());
                TrainingDisplay display = new TrainingDisplay(run.console(), run.display());
                Interrupts.Section careful = run.console().interrupts().section()) {
            TrainRequest request = new TrainRequest(
                    new Roles(run.input("model").path(), path(run, "reference"), path(run, VALUE_MODEL)),
                    run.input("data").path(),
                    run.folder(),
                    read,
                    false,
                    run.cache(),
                    rewards(run, judge));
            EngineBackend backend = new EngineBackend(AdapterInput.of(run, "model"));
            result = Training.run(
                    run.force() ? backend.withoutMemoryCheck() : backend, request, display, careful::asked);
            if (judge != null) {
                judge.finished();
            }
        }
        tell(run, result);
    }

    private static @Nullable Path path(StageRun run, String input) {
        InputFile file = run.optionalInput(input);
        return file == null ? null : file.path();
    }

    private static List<Reward> rewards(StageRun run, @Nullable JudgeReward judge) {
        List<Reward> rewards = new ArrayList<>();
        run.inputs(REWARD_MODEL).forEach(model -> rewards.add(new Reward.Model(FinishedRun.model(model.path()), 1)));
        Path right = path(run, RIGHT_ANSWERS);
        if (right != null) {
            rewards.add(new Reward.Source(RightAnswerSource.read(right), 1));
        }
        if (judge != null) {
            rewards.add(new Reward.Source(judge, 1));
        }
        return rewards;
    }

    private static void tell(StageRun run, TrainResult result) {
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
