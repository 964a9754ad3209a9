package org.counterpoint.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.recipe.yaml.Faults;
import org.counterpoint.recipe.yaml.Place;
import org.counterpoint.recipe.yaml.Tree;
import org.counterpoint.recipe.yaml.YamlReader;
import org.counterpoint.settings.Suggestions;
import org.jspecify.annotations.Nullable;

/** {@code --set path=value}: {@code seed=2}, {@code stages.dpo.beta=0.2}, or shorter {@code dpo.beta=0.2}. */
final class Overrides {
    private final Faults faults;

    Overrides(Faults faults) {
        this.faults = faults;
    }

    Tree.Fields apply(Tree.Fields recipe, List<String> overrides) {
        Tree.Fields changed = recipe;
        for (String override : overrides) {
            String option = "--set " + override;
            int equals = override.indexOf('=');
            if (equals < 1) {
                faults.add(Place.commandLine(option), "write it as path=value");
                continue;
            }
            String path = full(changed, override.substring(0, equals).strip(), option);
            if (path != null) {
                Tree value = YamlReader.value(option, override.substring(equals + 1));
                changed = with(changed, List.of(path.split("\\.", -1)), value, Place.commandLine(option));
            }
        }
        return changed;
    }

    private @Nullable String full(Tree.Fields recipe, String path, String option) {
        String first = path.split("\\.", -1)[0];
        if (RecipeReader.KEYS.contains(first)) {
            return path;
        }
        List<String> stages = recipe.get("stages") instanceof Tree.Fields fields
                ? List.copyOf(fields.entries().keySet())
                : List.of();
        if (stages.contains(first)) {
            return "stages." + path;
        }
        faults.add(Place.commandLine(option), "the recipe has no stage " + first + Suggestions.orAll(first, stages));
        return null;
    }

    /** A key with dots that the recipe has as one, such as a file's name, is found as it stands. */
    private static Tree.Fields with(Tree.Fields fields, List<String> path, Tree value, Place place) {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>(fields.entries());
        String rest = String.join(".", path);
        if (path.size() == 1 || entries.containsKey(rest)) {
            entries.put(rest, new Tree.Entry(place, value));
            return new Tree.Fields(entries, fields.place());
        }
        String key = path.get(0);
        Tree inner = fields.get(key);
        Tree.Fields below = inner instanceof Tree.Fields nested ? nested : new Tree.Fields(Map.of(), place);
        entries.put(key, new Tree.Entry(place, with(below, path.subList(1, path.size()), value, place)));
        return new Tree.Fields(entries, fields.place());
    }
}
