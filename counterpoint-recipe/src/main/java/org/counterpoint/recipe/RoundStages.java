package org.counterpoint.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.data.yaml.YamlFields;
import org.counterpoint.data.yaml.YamlNode;
import org.counterpoint.settings.Suggestions;
import org.jspecify.annotations.Nullable;

/**
 * Lays {@code stage: rounds} out as ordinary stages, those of round k called {@code NAME/round-k/STAGE}. Within a round a
 * stage's name means that of the same round, {@code policy} the model that the round begins with (the policy of the round
 * before), {@code start} the model that the first round began with, and {@code prompts} the round's own prompts.
 */
final class RoundStages {
    static final String KIND = "rounds";
    static final String STAGES = "stages";
    static final List<String> KEYS =
            List.of("times", "policy", "start", "from", "reference", "prompts", "prompts_per_round", STAGES);

    private static final String POLICY = "policy";
    private static final String START = "start";
    private static final String PROMPTS = "prompts";
    private static final String PER_ROUND = "prompts_per_round";
    private static final List<String> FIRST_OR_LAST = List.of("first", "last");
    private static final int MOST_ROUNDS = 100;

    private final String name;
    private final YamlNode.Mapping fields;
    private final YamlFields given;
    private final YamlFaults faults;

    private RoundStages(String name, YamlNode.Mapping fields, YamlFaults faults) {
        this.name = name;
        this.fields = fields;
        this.given = new YamlFields(fields, "", faults);
        this.faults = faults;
    }

    /**
     * A stage of a round, as if it were written by itself.
     *
     * @param scope what names mean in it
     * @param assumed inputs that it has where nothing else is said
     */
    record Laid(String name, YamlNode.Entry entry, Map<String, StageSpec.Alias> scope, YamlNode.Mapping assumed) {}

    /** Whether the entry is {@code stage: rounds}. */
    static boolean isOne(YamlNode.Entry entry) {
        return entry.value() instanceof YamlNode.Mapping fields
                && fields.get("stage") instanceof YamlNode.Scalar kind
                && kind.text().equals(KIND);
    }

    /** Empty where something is wrong with it, which is reported. */
    static Optional<List<Laid>> of(String name, YamlNode.Entry entry, YamlFaults faults) {
        int before = faults.count();
        List<Laid> laid = new RoundStages(name, (YamlNode.Mapping) entry.value(), faults).laid();
        return faults.count() == before ? Optional.of(laid) : Optional.empty();
    }

    private List<Laid> laid() {
        fields.entries().forEach((key, entry) -> {
            if (!KEYS.contains(key) && !key.equals("stage")) {
                String hint = key.equals("arms") ? "; give them to a stage within" : Suggestions.orAll(key, KEYS);
                faults.add(entry.name(), "rounds have no " + key + hint);
            }
        });
        long times = needed("times", MOST_ROUNDS, "how many rounds");
        YamlNode.Scalar start = scalar(START, "a stage or a model folder that the first round begins with");
        YamlNode.Scalar policy = scalar(POLICY, "the stage within whose model is the round's outcome");
        boolean fromLast = !"first".equals(given.oneOf("from", FIRST_OR_LAST));
        boolean lastIsReference = "last".equals(given.oneOf("reference", FIRST_OR_LAST));
        YamlNode.@Nullable Scalar prompts = fields.get(PROMPTS) == null ? null : scalar(PROMPTS, "a stage or a file");
        long perRound = fields.get(PER_ROUND) == null ? 0 : needed(PER_ROUND, Integer.MAX_VALUE, "how many prompts");
        if (prompts == null && fields.get(PER_ROUND) != null) {
            faults.add(given.place(PER_ROUND), PER_ROUND + " needs prompts: what they are taken from");
        }
        Map<String, YamlNode.Entry> stages = stages(prompts != null);
        if (policy != null && !stages.isEmpty() && !stages.containsKey(policy.text())) {
            faults.add(
                    policy.place(),
                    "there is no stage " + policy.text() + " in the rounds of " + name
                            + Suggestions.orAll(policy.text(), stages.keySet()));
        }
        if (start == null || policy == null || stages.isEmpty()) {
            return List.of();
        }
        List<Laid> laid = new ArrayList<>();
        for (int round = 1; round <= times; round++) {
            Map<String, StageSpec.Alias> scope = new LinkedHashMap<>();
            for (String stage : stages.keySet()) {
                scope.put(stage, new StageSpec.Alias(RoundName.reference(name, round, stage), null));
            }
            StageSpec.Alias first = new StageSpec.Alias(start.text(), start.place());
            scope.put(START, first);
            scope.put(
                    POLICY,
                    round == 1
                            ? first
                            : new StageSpec.Alias(RoundName.reference(name, round - 1, policy.text()), null));
            if (prompts != null) {
                scope.put(PROMPTS, new StageSpec.Alias(RoundName.reference(name, round, PROMPTS), null));
                laid.add(portion(round, times, prompts, perRound));
            }
            for (Map.Entry<String, YamlNode.Entry> stage : stages.entrySet()) {
                Map<String, String> assumed = new LinkedHashMap<>();
                if (stage.getKey().equals(policy.text())) {
                    assumed.put("model", fromLast ? POLICY : START);
                    // Without a word the reference is the model that the training starts from.
                    if (fromLast != lastIsReference) {
                        assumed.put("reference", lastIsReference ? POLICY : START);
                    }
                }
                laid.add(
                        new Laid(RoundName.of(name, round, stage.getKey()), stage.getValue(), scope, written(assumed)));
            }
        }
        return laid;
    }

    /** The round's share of the prompts, as a stage of its own. */
    private Laid portion(int round, long times, YamlNode.Scalar prompts, long perRound) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("stage", "portion");
        settings.put("part", Integer.toString(round));
        settings.put("parts", Long.toString(times));
        settings.put("prompts", Long.toString(perRound));
        Map<String, YamlNode.Entry> entries =
                new LinkedHashMap<>(written(settings).entries());
        entries.put("data", new YamlNode.Entry(prompts.place(), prompts));
        return new Laid(
                RoundName.of(name, round, PROMPTS),
                new YamlNode.Entry(prompts.place(), new YamlNode.Mapping(prompts.place(), entries)),
                Map.of(),
                written(Map.of()));
    }

    private YamlNode.Mapping written(Map<String, String> values) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        values.forEach((key, value) ->
                entries.put(key, new YamlNode.Entry(fields.place(), YamlNode.Scalar.text(fields.place(), value))));
        return new YamlNode.Mapping(fields.place(), entries);
    }

    private Map<String, YamlNode.Entry> stages(boolean ownPrompts) {
        if (!(fields.get(STAGES) instanceof YamlNode.Mapping stages)
                || stages.entries().isEmpty()) {
            faults.add(given.place(STAGES), name + " needs stages: what is done in each round");
            return Map.of();
        }
        stages.entries().forEach((stage, entry) -> {
            if (stage.equals(POLICY) || stage.equals(START) || ownPrompts && stage.equals(PROMPTS)) {
                faults.add(
                        entry.name(),
                        "within rounds " + stage + " has a meaning of its own; give the stage another name");
            }
            if (isOne(entry)) {
                faults.add(entry.name(), "rounds cannot stand within rounds");
            }
        });
        return stages.entries();
    }

    private long needed(String key, long most, String meaning) {
        if (given.node(key) == null) {
            faults.add(fields.place(), name + " needs " + key + ": " + meaning);
        }
        return Objects.requireNonNullElse(given.whole(key, 1, most), 1L);
    }

    private YamlNode.@Nullable Scalar scalar(String key, String meaning) {
        YamlNode value = fields.get(key);
        if (value instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
            return scalar;
        }
        if (value == null) {
            faults.add(fields.place(), name + " needs " + key + ": " + meaning);
        } else {
            faults.add(value.place(), key + " must be " + meaning + " (it is " + value.describe() + ")");
        }
        return null;
    }
}
