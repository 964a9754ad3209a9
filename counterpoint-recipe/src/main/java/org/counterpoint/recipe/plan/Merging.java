package org.counterpoint.recipe.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.data.yaml.YamlNode;
import org.counterpoint.data.yaml.YamlPlace;
import org.counterpoint.recipe.StageSpec;
import org.counterpoint.recipe.stage.Field;
import org.counterpoint.recipe.stage.Given;
import org.counterpoint.recipe.stage.StageKind;

/** Brings together what defaults, stage and arm say: mappings merge, anything else replaces what came before. */
final class Merging {
    private final YamlFaults faults;

    Merging(YamlFaults faults) {
        this.faults = faults;
    }

    /** All settings of one arm of a stage, by the names of the kind's fields. */
    Given given(StageSpec stage, List<YamlNode.Mapping> points, long seed) {
        YamlNode.Mapping own = stage.own();
        for (YamlNode.Mapping point : points) {
            own = merged(own, point);
        }
        Given withoutDefaults = new Given(stage.name(), stage.place(), flat(stage.kind(), own));
        Given all = new Given(stage.name(), stage.place(), flat(stage.kind(), merged(stage.defaults(), own)));
        Map<String, YamlNode> used = new LinkedHashMap<>(all.values());
        used.keySet().removeIf(name -> withoutDefaults.get(name) == null && idle(stage.kind(), name, all));
        boolean seeded =
                stage.kind().fields().stream().anyMatch(field -> field.name().equals(Field.SEED));
        if (seeded && !used.containsKey(Field.SEED)) {
            YamlPlace place = stage.place();
            used.put(Field.SEED, YamlNode.Scalar.text(place, Long.toString(seed)));
        }
        return new Given(stage.name(), stage.place(), used);
    }

    /** A known default that means nothing to this arm; an unknown one stays, to be reported. */
    private static boolean idle(StageKind<?> kind, String name, Given all) {
        boolean known = kind.fields().stream().anyMatch(field -> field.name().equals(name));
        return known && !kind.uses(name, all);
    }

    static YamlNode.Mapping merged(YamlNode.Mapping below, YamlNode.Mapping above) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>(below.entries());
        above.entries().forEach((key, entry) -> {
            YamlNode.Entry before = entries.get(key);
            if (before != null
                    && before.value() instanceof YamlNode.Mapping a
                    && entry.value() instanceof YamlNode.Mapping b) {
                entries.put(key, new YamlNode.Entry(entry.name(), merged(a, b)));
            } else {
                entries.put(key, entry);
            }
        });
        return new YamlNode.Mapping(above.place(), entries);
    }

    private Map<String, YamlNode> flat(StageKind<?> kind, YamlNode.Mapping fields) {
        Map<String, YamlNode> flat = new LinkedHashMap<>();
        flatten(kind, "", fields, flat);
        return flat;
    }

    private void flatten(StageKind<?> kind, String prefix, YamlNode.Mapping fields, Map<String, YamlNode> into) {
        fields.entries().forEach((key, entry) -> {
            String path = prefix + key;
            boolean group =
                    kind.fields().stream().anyMatch(field -> field.name().startsWith(path + "."));
            if (group && entry.value() instanceof YamlNode.Mapping nested) {
                flatten(kind, path + ".", nested, into);
            } else if (into.putIfAbsent(kind.canonical(path), entry.value()) != null) {
                faults.add(entry.name(), kind.canonical(path) + " is given twice");
            }
        });
    }
}
