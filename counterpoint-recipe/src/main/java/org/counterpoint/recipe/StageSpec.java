package org.counterpoint.recipe;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.counterpoint.data.yaml.YamlNode;
import org.counterpoint.data.yaml.YamlPlace;
import org.counterpoint.recipe.stage.StageKind;
import org.jspecify.annotations.Nullable;

/**
 * A stage as written.
 *
 * @param place of its name
 * @param defaults what the recipe gives all stages of the kind
 * @param own what is written at the stage, without {@code stage} and {@code arms}
 * @param axes what its arms differ in; empty for a stage without arms
 * @param scope names that mean something else to this stage than to others; empty outside of rounds
 */
public record StageSpec(
        String name,
        StageKind<?> kind,
        YamlPlace place,
        YamlNode.Mapping defaults,
        YamlNode.Mapping own,
        List<Axis> axes,
        Map<String, Alias> scope) {
    private static final Pattern NAME = Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)([.\\[].*)?");

    /**
     * What a name stands for.
     *
     * @param place where it was written, for a path in it; null where it names a stage
     */
    public record Alias(String text, @Nullable YamlPlace place) {}

    public StageSpec {
        axes = List.copyOf(axes);
        scope = Map.copyOf(scope);
    }

    /** What an input names, as it would be written outside of this stage's rounds. */
    public YamlNode.Scalar meant(YamlNode.Scalar input) {
        Matcher name = NAME.matcher(input.text());
        Alias alias = name.matches() ? scope.get(name.group(1)) : null;
        if (alias == null) {
            return input;
        }
        String rest = name.group(2) == null ? "" : name.group(2);
        return YamlNode.Scalar.text(alias.place() == null ? input.place() : alias.place(), alias.text() + rest);
    }
}
