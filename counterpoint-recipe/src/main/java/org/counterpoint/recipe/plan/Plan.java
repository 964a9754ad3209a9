package org.counterpoint.recipe.plan;

import java.util.List;
import org.counterpoint.recipe.Recipe;

/**
 * Everything that a recipe asks for.
 *
 * @param tasks each after those that it needs
 */
public record Plan(Recipe recipe, List<StageTask> tasks) {
    public Plan {
        tasks = List.copyOf(tasks);
    }
}
