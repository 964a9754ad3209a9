package org.counterpoint.recipe.plan;

import java.nio.file.Path;
import org.counterpoint.data.yaml.YamlPlace;
import org.counterpoint.recipe.stage.Field;
import org.jspecify.annotations.Nullable;

/**
 * What a recipe puts into an input.
 *
 * @param name as the recipe calls it there; null without one
 * @param from a stage's output, or null for a file
 * @param path the file, absolute; null for a stage's output
 */
record InputSource(
        Field.Input field,
        @Nullable String name,
        @Nullable Reference from,
        @Nullable Path path,
        YamlPlace place) {}
