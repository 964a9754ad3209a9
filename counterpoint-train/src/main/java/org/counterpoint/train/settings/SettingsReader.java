package org.counterpoint.train.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Suggestion;
import org.counterpoint.train.objective.Likelihood;
import org.counterpoint.train.objective.Method;
import org.counterpoint.train.objective.Methods;
import org.jspecify.annotations.Nullable;

/** Checks what a user wrote and completes it with the defaults; all faults are reported at once. */
public final class SettingsReader {
    private final Method method;
    private final Map<String, Setting> table;
    private final Map<String, Object> given = new LinkedHashMap<>();
    private final List<SettingFault> faults = new ArrayList<>();

    private SettingsReader(Method method) {
        this.method = method;
        this.table = SettingTable.of(method);
    }

    /**
     * @param method a method's name
     * @param recipe settings as a recipe nests them; values of YAML or JSON
     * @param overrides {@code path=value}, which win over the recipe
     * @throws InputException naming every fault
     */
    public static TrainSettings read(String method, Map<String, ?> recipe, List<String> overrides) {
        Method found = Methods.named(method).orElseThrow(() -> {
            List<String> names = Methods.all().stream().map(Method::name).toList();
            return new InputException("no training method is named " + method + Suggestion.among(method, names)
                    + "\n  there are: " + String.join(", ", names));
        });
        return new SettingsReader(found).read(recipe, overrides);
    }

    /** What is wrong with settings as a recipe nests them; empty where nothing is. */
    public static List<SettingFault> faults(Method method, Map<String, ?> recipe) {
        SettingsReader reader = new SettingsReader(method);
        reader.checkAll(recipe, List.of());
        return List.copyOf(reader.faults);
    }

    private void checkAll(Map<String, ?> recipe, List<String> overrides) {
        Map<String, Object> raw = new LinkedHashMap<>();
        flatten("", recipe, raw, 0);
        Map<String, Object> set = new LinkedHashMap<>();
        for (String override : overrides) {
            int equals = override.indexOf('=');
            if (equals < 1) {
                fault(override, "--set takes path=value, not " + override);
            } else {
                put(
                        override.substring(0, equals).strip(),
                        override.substring(equals + 1).strip(),
                        set);
            }
        }
        raw.putAll(set);
        raw.forEach(this::check);
        checkTogether();
    }

    private TrainSettings read(Map<String, ?> recipe, List<String> overrides) {
        checkAll(recipe, overrides);
        if (!faults.isEmpty()) {
            throw new InputException((faults.size() == 1 ? "a setting of " : faults.size() + " settings of ")
                    + method.name() + (faults.size() == 1 ? " is wrong" : " are wrong") + "\n  - "
                    + faults.stream().map(SettingFault::message).collect(Collectors.joining("\n  - ")));
        }
        Map<String, @Nullable Object> resolved = new LinkedHashMap<>();
        table.forEach((path, setting) -> resolved.put(path, given.getOrDefault(path, setting.defaultValue())));
        return TrainSettings.of(method, resolved);
    }

    private void flatten(String prefix, Map<?, ?> node, Map<String, Object> into, int depth) {
        node.forEach((key, value) -> {
            String path = prefix + key;
            if (value instanceof Map<?, ?> nested && depth < 4) {
                flatten(path + ".", nested, into, depth + 1);
            } else if (value != null) {
                put(path, value, into);
            }
        });
    }

    private void put(String path, Object value, Map<String, Object> into) {
        String full = path.equals("curriculum") ? "curriculum.kind" : path;
        if (into.putIfAbsent(full, value) != null) {
            fault(full, full + " is given twice");
        }
    }

    private void check(String path, Object raw) {
        Setting setting = table.get(path);
        if (setting == null) {
            fault(path, unknown(path));
            return;
        }
        try {
            given.put(path, setting.type().read(raw));
        } catch (IllegalArgumentException e) {
            fault(path, path + " must be " + e.getMessage() + " (it is " + raw + ")");
        }
    }

    private String unknown(String path) {
        List<String> others = SettingTable.methodsWith(path);
        if (method.name().equals("dpo") && path.equals("label_smoothing")) {
            return "dpo does not use label_smoothing; cdpo is dpo with smoothed labels";
        }
        if (!others.isEmpty()) {
            return method.name() + " does not use " + path + " (used by " + String.join(", ", others) + ")";
        }
        return "there is no setting " + path + Suggestion.among(path, table.keySet());
    }

    private void checkTogether() {
        if (given.containsKey("epochs") && given.containsKey("steps")) {
            fault("steps", "epochs and steps are both given; give one");
        }
        if (!given.containsKey("evaluation.data")) {
            for (String path : List.of("evaluation.every", "evaluation.metric")) {
                if (given.containsKey(path)) {
                    fault(path, path + " needs evaluation.data");
                }
            }
        }
        checkCurriculum((String) given.getOrDefault("curriculum.kind", "none"));
    }

    private void checkCurriculum(String kind) {
        boolean types = !kind.equals("none") && !kind.equals("score");
        unless(types, "curriculum.from", kind);
        unless(types, "curriculum.to", kind);
        unless(kind.equals("step"), "curriculum.at", kind);
        unless(!kind.equals("none"), "curriculum.realisation", kind);
        unless(kind.equals("score"), "curriculum.score", kind);
        unless(kind.equals("score"), "curriculum.direction", kind);
        Object from = given.get("curriculum.from");
        if (from != null && from.equals(given.get("curriculum.to"))) {
            fault("curriculum.to", "curriculum.from and curriculum.to are both " + from + "; they must differ");
        }
        if (kind.equals("score")) {
            if (!given.containsKey("curriculum.score")) {
                fault(
                        "curriculum.kind",
                        "curriculum.kind score needs curriculum.score, the name of a score in the pairs");
            }
            if (given.containsKey("order")) {
                fault("order", "order and the curriculum score exclude each other: the score is the order");
            }
        }
        if (types && given.containsKey("sft_target") && method.name().equals(Likelihood.NAME)) {
            fault(
                    "sft_target",
                    "sft_target is not used under the curriculum " + kind + "; set curriculum.from and curriculum.to");
        }
    }

    private void fault(String path, String message) {
        faults.add(new SettingFault(path, message));
    }

    private void unless(boolean used, String path, String kind) {
        if (!used && given.containsKey(path)) {
            fault(path, "the curriculum " + kind + " does not use " + path);
        }
    }
}
