package org.counterpoint.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.data.yaml.YamlFile;
import org.counterpoint.data.yaml.YamlNode;
import org.counterpoint.data.yaml.YamlPlace;
import org.counterpoint.settings.Suggestions;
import org.jspecify.annotations.Nullable;

/** {@code --set path=value}: {@code seed=2}, {@code stages.dpo.beta=0.2}, or shorter {@code dpo.beta=0.2}. */
final class Overrides {
    private final YamlFaults faults;

    Overrides(YamlFaults faults) {
        this.faults = faults;
    }

    YamlNode.Mapping apply(YamlNode.Mapping recipe, List<String> overrides) {
        YamlNode.Mapping changed = recipe;
        for (String override : overrides) {
            String option = "--set " + override;
            int equals = override.indexOf('=');
            if (equals < 1) {
                faults.add(YamlPlace.commandLine(option), "write it as path=value");
                continue;
            }
            String path = full(changed, override.substring(0, equals).strip(), option);
            if (path != null) {
                YamlNode value = YamlFile.value(option, override.substring(equals + 1));
                changed = with(changed, List.of(path.split("\\.", -1)), value, YamlPlace.commandLine(option));
            }
        }
        return changed;
    }

    private @Nullable String full(YamlNode.Mapping recipe, String path, String option) {
        String first = path.split("\\.", -1)[0];
        if (RecipeReader.KEYS.contains(first)) {
            return path;
        }
        List<String> stages = recipe.get("stages") instanceof YamlNode.Mapping fields
                ? List.copyOf(fields.entries().keySet())
                : List.of();
        if (stages.contains(first)) {
            return "stages." + path;
        }
        faults.add(
                YamlPlace.commandLine(option), "the recipe has no stage " + first + Suggestions.orAll(first, stages));
        return null;
    }

    /** A key with dots that the recipe has as one, such as a file's name, is found as it stands. */
    private static YamlNode.Mapping with(YamlNode.Mapping fields, List<String> path, YamlNode value, YamlPlace place) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>(fields.entries());
        String rest = String.join(".", path);
        if (path.size() == 1 || entries.containsKey(rest)) {
            entries.put(rest, new YamlNode.Entry(place, value));
            return new YamlNode.Mapping(fields.place(), entries);
        }
        String key = path.get(0);
        YamlNode.Entry inner = fields.entries().get(key);
        List<String> below = path.subList(1, path.size());
        // A stage of which a setting is given stands where it stood.
        entries.put(
                key,
                inner != null && inner.value() instanceof YamlNode.Mapping nested
                        ? new YamlNode.Entry(inner.name(), with(nested, below, value, place))
                        : new YamlNode.Entry(place, with(new YamlNode.Mapping(place, Map.of()), below, value, place)));
        return new YamlNode.Mapping(fields.place(), entries);
    }
}
