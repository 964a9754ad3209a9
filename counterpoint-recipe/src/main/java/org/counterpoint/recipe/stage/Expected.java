package org.counterpoint.recipe.stage;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a stage will work with, for a guess at its cost.
 *
 * @param settings by field
 * @param inputs sizes by field
 */
public record Expected(Map<String, @Nullable Object> settings, Map<String, List<Size>> inputs) {

    /** The sizes of all inputs of a field together. */
    public Size input(String field) {
        return inputs.getOrDefault(field, List.of()).stream().reduce(Size.NONE, Size::plus);
    }

    public long whole(String field, long otherwise) {
        return settings.get(field) instanceof Long value ? value : otherwise;
    }

    public @Nullable String text(String field) {
        return settings.get(field) instanceof String text ? text : null;
    }
}
