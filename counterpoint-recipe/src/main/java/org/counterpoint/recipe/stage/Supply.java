package org.counterpoint.recipe.stage;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that a task will take, as far as it is known before anything is done.
 *
 * @param name as the recipe calls it there; null without one
 * @param file a file of the user's; null where a stage makes it
 * @param models whose answers it holds; empty where that is not known yet
 */
public record Supply(@Nullable String name, @Nullable Path file, Set<String> models) {
    public Supply {
        models = Set.copyOf(models);
    }
}
