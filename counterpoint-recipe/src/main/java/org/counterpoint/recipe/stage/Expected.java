package org.counterpoint.recipe.stage;

import java.util.List;
import java.util.Map;

/**
 * What a stage will work with, for a guess at its cost.
 *
 * @param choices what it is told
 * @param inputs sizes by field
 */
public record Expected<T>(T choices, Map<String, List<Size>> inputs) {

    /** The sizes of all inputs of a field together. */
    public Size input(String field) {
        return inputs.getOrDefault(field, List.of()).stream().reduce(Size.NONE, Size::plus);
    }
}
