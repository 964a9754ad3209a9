package org.counterpoint.recipe.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.counterpoint.data.rows.DataPlace;
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

    /**
     * Refuses a run's folder among the data files of a folder that a stage reads.
     *
     * @throws org.counterpoint.data.InputException where it would lie there
     */
    public void requireOutsideData(Path out) {
        for (StageTask task : tasks) {
            task.inputs().forEach((field, inputs) -> inputs.stream()
                    .filter(input -> task.kind().readsRows(field))
                    .flatMap(input -> Stream.ofNullable(input.file()))
                    .forEach(file -> new DataPlace(file).requireOutside(out)));
        }
    }
}
