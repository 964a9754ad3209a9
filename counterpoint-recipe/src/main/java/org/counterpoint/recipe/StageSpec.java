package org.counterpoint.recipe;

import java.util.List;
import org.counterpoint.recipe.stage.StageKind;
import org.counterpoint.recipe.yaml.Place;
import org.counterpoint.recipe.yaml.Tree;

/**
 * A stage as written.
 *
 * @param place of its name
 * @param defaults what the recipe gives all stages of the kind
 * @param own what is written at the stage, without {@code stage} and {@code arms}
 * @param axes what its arms differ in; empty for a stage without arms
 */
public record StageSpec(
        String name, StageKind kind, Place place, Tree.Fields defaults, Tree.Fields own, List<Axis> axes) {
    public StageSpec {
        axes = List.copyOf(axes);
    }
}
