package org.counterpoint.train.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.counterpoint.settings.Suggestions;
import org.counterpoint.train.objective.Method;
import org.counterpoint.train.objective.Methods;

/** Brings together what a recipe nests and a command line overrides, for the schema to read. */
public final class SettingsReader {
    private static final int DEEPEST = 4;

    private final List<String> faults = new ArrayList<>();

    private SettingsReader() {}

    /**
     * @param method a method's name
     * @param recipe settings as a recipe nests them; values of YAML or JSON
     * @param overrides {@code path=value}, which win over the recipe
     * @throws InputException naming every fault
     */
    public static TrainSettings read(String method, Map<String, ?> recipe, List<String> overrides) {
        Method found = Methods.named(method).orElseThrow(() -> {
            List<String> names = Methods.all().stream().map(Method::name).toList();
            return new InputException("no training method is named " + method + Suggestions.meant(method, names)
                    + "\n  there are: " + String.join(", ", names));
        });
        return new SettingsReader().read(found, recipe, overrides);
    }

    private TrainSettings read(Method method, Map<String, ?> recipe, List<String> overrides) {
        Map<String, Object> raw = new LinkedHashMap<>();
        flatten("", recipe, raw, 0);
        Map<String, Object> set = new LinkedHashMap<>();
        Map<String, String> places = new HashMap<>();
        for (String override : overrides) {
            int equals = override.indexOf('=');
            if (equals < 1) {
                faults.add("--set takes path=value, not " + override);
            } else {
                String path = override.substring(0, equals).strip();
                put(path, override.substring(equals + 1).strip(), set);
                places.put(TrainSchema.canonical(path), "--set " + override);
            }
        }
        raw.putAll(set);
        var reading = TrainSchema.of(method).read(raw).saying(name -> places.getOrDefault(name, ""));
        if (!faults.isEmpty()) {
            throw wrong(
                    method,
                    Stream.concat(faults.stream(), reading.faults().stream().map(fault -> fault.message()))
                            .toList());
        }
        return reading.orElseThrow(messages -> wrong(method, messages));
    }

    private static InputException wrong(Method method, List<String> faults) {
        boolean one = faults.size() == 1;
        return new InputException((one ? "a setting of " : faults.size() + " settings of ") + method.name()
                + (one ? " is wrong" : " are wrong") + "\n  - " + String.join("\n  - ", faults));
    }

    private void flatten(String prefix, Map<?, ?> node, Map<String, Object> into, int depth) {
        node.forEach((key, value) -> {
            String path = prefix + key;
            if (value instanceof Map<?, ?> nested && depth < DEEPEST) {
                flatten(path + ".", nested, into, depth + 1);
            } else if (value != null) {
                put(path, value, into);
            }
        });
    }

    private void put(String path, Object value, Map<String, Object> into) {
        String full = TrainSchema.canonical(path);
        if (into.putIfAbsent(full, value) != null) {
            faults.add(full + " is given twice");
        }
    }
}
