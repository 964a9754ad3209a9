package org.counterpoint.recipe.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.recipe.StageSpec;
import org.counterpoint.recipe.stage.Field;
import org.counterpoint.recipe.stage.Given;
import org.counterpoint.recipe.stage.StageKind;
import org.counterpoint.recipe.yaml.Faults;
import org.counterpoint.recipe.yaml.Place;
import org.counterpoint.recipe.yaml.Tree;

/** Brings together what defaults, stage and arm say: mappings merge, anything else replaces what came before. */
final class Merging {
    private final Faults faults;

    Merging(Faults faults) {
        this.faults = faults;
    }

    /** All settings of one arm of a stage, by the names of the kind's fields. */
    Given given(StageSpec stage, List<Tree.Fields> points, long seed) {
        Tree.Fields own = stage.own();
        for (Tree.Fields point : points) {
            own = merged(own, point);
        }
        Given withoutDefaults = new Given(stage.name(), stage.place(), flat(stage.kind(), own));
        Given all = new Given(stage.name(), stage.place(), flat(stage.kind(), merged(stage.defaults(), own)));
        Map<String, Tree> used = new LinkedHashMap<>(all.values());
        used.keySet().removeIf(name -> withoutDefaults.get(name) == null && idle(stage.kind(), name, all));
        boolean seeded =
                stage.kind().fields().stream().anyMatch(field -> field.name().equals(Field.SEED));
        if (seeded && !used.containsKey(Field.SEED)) {
            Place place = stage.place();
            used.put(Field.SEED, new Tree.Scalar(Long.toString(seed), false, place));
        }
        return new Given(stage.name(), stage.place(), used);
    }

    /** A known default that means nothing to this arm; an unknown one stays, to be reported. */
    private static boolean idle(StageKind kind, String name, Given all) {
        boolean known = kind.fields().stream().anyMatch(field -> field.name().equals(name));
        return known && !kind.uses(name, all);
    }

    static Tree.Fields merged(Tree.Fields below, Tree.Fields above) {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>(below.entries());
        above.entries().forEach((key, entry) -> {
            Tree.Entry before = entries.get(key);
            if (before != null && before.value() instanceof Tree.Fields a && entry.value() instanceof Tree.Fields b) {
                entries.put(key, new Tree.Entry(entry.keyPlace(), merged(a, b)));
            } else {
                entries.put(key, entry);
            }
        });
        return new Tree.Fields(entries, above.place());
    }

    private Map<String, Tree> flat(StageKind kind, Tree.Fields fields) {
        Map<String, Tree> flat = new LinkedHashMap<>();
        flatten(kind, "", fields, flat);
        return flat;
    }

    private void flatten(StageKind kind, String prefix, Tree.Fields fields, Map<String, Tree> into) {
        fields.entries().forEach((key, entry) -> {
            String path = prefix + key;
            boolean group =
                    kind.fields().stream().anyMatch(field -> field.name().startsWith(path + "."));
            if (group && entry.value() instanceof Tree.Fields nested) {
                flatten(kind, path + ".", nested, into);
            } else if (into.putIfAbsent(kind.canonical(path), entry.value()) != null) {
                faults.add(entry.keyPlace(), kind.canonical(path) + " is given twice");
            }
        });
    }
}
