package org.counterpoint.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.counterpoint.data.InputException;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.data.yaml.YamlFields;
import org.counterpoint.data.yaml.YamlFile;
import org.counterpoint.data.yaml.YamlNode;
import org.counterpoint.data.yaml.YamlPlace;
import org.counterpoint.recipe.stage.StageKind;
import org.counterpoint.recipe.stage.StageKinds;
import org.counterpoint.settings.Suggestions;
import org.jspecify.annotations.Nullable;

/** Reads a recipe's frame: which stages there are, of which kinds, with which arms. Their settings are read later. */
public final class RecipeReader {
    static final List<String> KEYS = List.of("about", "seed", "defaults", "stages");

    private final StageKinds kinds;
    private final YamlFaults faults;

    private RecipeReader(StageKinds kinds, YamlFaults faults) {
        this.kinds = kinds;
        this.faults = faults;
    }

    /**
     * @param overrides {@code path=value}
     * @param faults given what is wrong; the recipe that is returned lacks it
     * @throws InputException where the file is no recipe at all
     */
    public static Recipe read(Path file, List<String> overrides, StageKinds kinds, YamlFaults faults) {
        if (Files.isDirectory(file)) {
            throw new InputException(file + " is a folder; give a recipe's file");
        }
        YamlNode.Mapping fields = YamlFile.read(file, faults);
        return new RecipeReader(kinds, faults).recipe(file, new Overrides(faults).apply(fields, overrides));
    }

    private Recipe recipe(Path file, YamlNode.Mapping fields) {
        fields.entries().forEach((key, entry) -> {
            if (!KEYS.contains(key)) {
                faults.add(entry.name(), "a recipe has no " + key + meant(key, KEYS));
            }
        });
        Map<String, YamlNode.Mapping> defaults = defaults(fields.get("defaults"));
        Map<String, StageSpec> stages = new LinkedHashMap<>();
        Set<String> broken = new HashSet<>();
        YamlNode.Mapping written = fields(fields.get("stages"), "stages");
        if (written == null || written.entries().isEmpty()) {
            faults.add(fields.place(), "the recipe has no stages");
        } else {
            written.entries().forEach((name, entry) -> {
                checkName(name, entry);
                List<RoundStages.Laid> laid = laid(name, entry);
                if (laid.isEmpty()) {
                    broken.add(name);
                }
                for (RoundStages.Laid one : laid) {
                    StageSpec stage = stage(one, defaults);
                    if (stage == null) {
                        broken.add(one.name());
                    } else {
                        stages.put(one.name(), stage);
                    }
                }
            });
        }
        YamlFields given = new YamlFields(fields, "", faults);
        return new Recipe(
                file,
                Objects.requireNonNullElse(given.text("about"), ""),
                Objects.requireNonNullElse(given.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE), 0L),
                stages,
                broken);
    }

    private Map<String, YamlNode.Mapping> defaults(@Nullable YamlNode tree) {
        Map<String, YamlNode.Mapping> defaults = new LinkedHashMap<>();
        YamlNode.Mapping fields = fields(tree, "defaults");
        if (fields != null) {
            fields.entries().forEach((kind, entry) -> {
                if (kinds.named(kind) == null) {
                    faults.add(
                            entry.name(),
                            "defaults are given by kind of stage, and there is no kind " + kind
                                    + meant(kind, kinds.names()));
                }
                YamlNode.Mapping settings = fields(entry.value(), "defaults." + kind);
                if (settings != null) {
                    defaults.put(kind, settings);
                }
            });
        }
        return defaults;
    }

    private void checkName(String name, YamlNode.Entry entry) {
        if (!name.matches("[A-Za-z][A-Za-z0-9_-]{0,60}")) {
            faults.add(
                    entry.name(), "a stage's name has letters, digits, - and _, and begins with a letter; not " + name);
        }
    }

    /** The stage itself, or the stages of its rounds. */
    private List<RoundStages.Laid> laid(String name, YamlNode.Entry entry) {
        if (!RoundStages.isOne(entry)) {
            return List.of(new RoundStages.Laid(name, entry, Map.of(), new YamlNode.Mapping(entry.name(), Map.of())));
        }
        if (((YamlNode.Mapping) entry.value()).get(RoundStages.STAGES) instanceof YamlNode.Mapping within) {
            within.entries().forEach(this::checkName);
        }
        return RoundStages.of(name, entry, faults).orElse(List.of());
    }

    private @Nullable StageSpec stage(RoundStages.Laid laid, Map<String, YamlNode.Mapping> defaults) {
        String name = laid.name();
        YamlNode.Entry entry = laid.entry();
        YamlPlace place = entry.name();
        if (entry.value() instanceof YamlNode.Scalar scalar && scalar.isNull()) {
            faults.add(place, "the stage " + name + " is empty");
        }
        YamlNode.Mapping fields = fields(entry.value(), "the stage " + name);
        if (fields == null) {
            return null;
        }
        Map<String, YamlNode.Entry> own = new LinkedHashMap<>(fields.entries());
        YamlNode.Entry kindEntry = own.remove("stage");
        YamlNode.Entry arms = own.remove("arms");
        List<Axis> axes = arms == null ? List.of() : new ArmsReader(name, faults).read(arms.value());
        if (kindEntry == null) {
            faults.add(
                    place, name + " does not say what it does: give stage, one of " + String.join(", ", kindNames()));
            return null;
        }
        String kindName = kindEntry.value() instanceof YamlNode.Scalar scalar ? scalar.text() : "";
        StageKind<?> kind = kinds.named(kindName);
        if (kind == null) {
            faults.add(
                    kindEntry.value().place(),
                    "there is no kind of stage " + kindEntry.value().describe() + meant(kindName, kindNames()));
            return null;
        }
        Map<String, YamlNode.Entry> below = new LinkedHashMap<>();
        if (defaults.containsKey(kindName)) {
            below.putAll(defaults.get(kindName).entries());
        }
        below.putAll(laid.assumed().entries());
        return new StageSpec(
                name,
                kind,
                place,
                new YamlNode.Mapping(place, below),
                new YamlNode.Mapping(fields.place(), own),
                axes,
                laid.scope());
    }

    private List<String> kindNames() {
        List<String> names = new ArrayList<>(kinds.names());
        names.add(RoundStages.KIND);
        return names;
    }

    private YamlNode.@Nullable Mapping fields(@Nullable YamlNode tree, String what) {
        if (tree == null || tree instanceof YamlNode.Scalar scalar && scalar.isNull()) {
            return null;
        }
        if (tree instanceof YamlNode.Mapping fields) {
            return fields;
        }
        faults.add(tree.place(), what + " must be a mapping (it is " + tree.describe() + ")");
        return null;
    }

    private static String meant(String name, Collection<String> known) {
        return Suggestions.orAll(name, known);
    }
}
