package org.counterpoint.recipe.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.data.yaml.YamlNode;
import org.counterpoint.settings.Reading;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.SettingFault;
import org.counterpoint.settings.SettingType;
import org.counterpoint.settings.Suggestions;
import org.counterpoint.settings.Values;
import org.counterpoint.train.objective.Method;
import org.counterpoint.train.objective.Methods;
import org.counterpoint.train.settings.TrainSchema;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;

/** What a recipe says of training: a method, inputs, and the settings of that method, nested or dotted. */
final class TrainForm implements StageForm<TrainSettings> {
    static final String REWARD_MODEL = "reward_model";
    static final String REWARD_JUDGE = "reward_judge";
    static final String RIGHT_ANSWERS = "right_answers";
    static final String VALUE_MODEL = "value_model";
    static final String WATCHED = "evaluation.reward_model";

    private static final String METHOD = "method";
    private static final String EVALUATION = "evaluation.data";

    /** Inputs that stand for settings of the same name, as paths. */
    private static final Set<String> PATHS = Set.of(EVALUATION, WATCHED);

    private static final List<String> REWARDS = List.of(REWARD_MODEL, RIGHT_ANSWERS, REWARD_JUDGE);

    /** What only methods that draw answers are given. */
    private static final List<String> OF_ROLLOUTS = List.of(REWARD_MODEL, RIGHT_ANSWERS, REWARD_JUDGE, VALUE_MODEL);

    private static final List<Field.Input> INPUTS = List.of(
            Field.input("model", Field.Arity.ONE, "the model to start from", Content.MODEL),
            AdapterInput.base("model"),
            Field.input("data", Field.Arity.ONE, "groups or pairs; or prompts", Content.ROWS, Content.ANSWERS),
            Field.optionalInput("reference", Field.Arity.ONE, "the reference (the start)", Content.MODEL),
            Field.optionalInput(REWARD_MODEL, Field.Arity.SEVERAL, "what scores the policy's answers", Content.MODEL),
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
            Field.optionalInput(EVALUATION, Field.Arity.ONE, "held-out groups, pairs or prompts", Content.ROWS));

    private final Map<String, Field> fields = new LinkedHashMap<>();

    TrainForm() {
        Setting method = new Setting(METHOD, new SettingType.Word(names()), null, "how to train");
        fields.put(METHOD, new Field.Told(method, true));
        INPUTS.forEach(input -> fields.put(input.name(), input));
        for (Method each : Methods.all()) {
            TrainSchema.of(each)
                    .settings()
                    .forEach((name, setting) ->
                            fields.putIfAbsent(name, new Field.Told(SchemaForm.seeded(setting), false)));
        }
    }

    private static List<String> names() {
        return Methods.all().stream().map(Method::name).toList();
    }

    @Override
    public List<Field> fields() {
        return List.copyOf(fields.values());
    }

    /** A default for one method, such as beta, is none for another. */
    boolean uses(String field, Given given) {
        Optional<Method> method = method(given);
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
        return fields.get(field) instanceof Field.Input;
    }

    private static Optional<Method> method(Given given) {
        return Optional.ofNullable(given.text(METHOD)).flatMap(Methods::named);
    }

    @Override
    public Values read(Given given, YamlFaults faults) {
        given.values().forEach((name, value) -> {
            if (!fields.containsKey(name)) {
                faults.add(value.place(), "there is no setting " + name + Suggestions.orAll(name, fields.keySet()));
            }
        });
        for (String needed : List.of(METHOD, "model", "data")) {
            if (given.get(needed) == null) {
                faults.add(given.place(), given.stage() + " needs " + needed);
            }
        }
        String name = given.text(METHOD);
        Optional<Method> method = method(given);
        if (method.isEmpty()) {
            if (name != null) {
                faults.add(
                        given.placeOf(METHOD),
                        "no training method is named " + name + Suggestions.orAll(name, names()));
            }
            return new Values(Map.of());
        }
        if (given.get("reference") != null && !method.get().needsReference()) {
            faults.add(given.placeOf("reference"), name + " does not use a reference; leave it out");
        }
        checkRewards(method.get(), given, faults);
        Reading<TrainSettings> reading = TrainSchema.of(method.get()).read(own(given));
        reading.faults().forEach(fault -> faults.add(given.placeOf(fault.name()), fault.message()));
        return known(method.get(), given, reading);
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

    /** What the method's schema knows: no inputs, but those that stand for settings. */
    private Map<String, @Nullable Object> own(Given given) {
        Map<String, @Nullable Object> own = new LinkedHashMap<>();
        for (Map.Entry<String, YamlNode> value : given.values().entrySet()) {
            String name = value.getKey();
            boolean asked = fields.containsKey(name) && !name.equals(METHOD);
            if (asked && given.has(name) && (PATHS.contains(name) || !isInput(name))) {
                own.put(name, value.getValue().plain());
            }
        }
        return own;
    }

    /** Only what is given: a default that changes is a new version of this kind. */
    private Values known(Method method, Given given, Reading<TrainSettings> reading) {
        Set<String> wrong = reading.faults().stream().map(SettingFault::name).collect(Collectors.toSet());
        Map<String, @Nullable Object> typed = new LinkedHashMap<>();
        typed.put(METHOD, method.name());
        own(given).keySet().forEach(name -> {
            if (!PATHS.contains(name) && !wrong.contains(name)) {
                typed.put(name, reading.values().all().get(name));
            }
        });
        return new Values(typed);
    }

    @Override
    public TrainSettings choices(Values settings, Map<String, List<InputFile>> inputs) {
        Method method = Methods.named(settings.text(METHOD)).orElseThrow();
        Map<String, @Nullable Object> own = new LinkedHashMap<>(settings.all());
        own.remove(METHOD);
        Stream.of(EVALUATION, WATCHED).forEach(name -> inputs.getOrDefault(name, List.of())
                .forEach(file -> own.put(name, file.path().toString())));
        return TrainSchema.of(method).read(own).orElseThrow(faults -> new InputException(String.join("\n", faults)));
    }
}
