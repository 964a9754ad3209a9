package org.counterpoint.recipe.plan;

import java.util.Map;
import org.counterpoint.recipe.stage.Output;
import org.counterpoint.recipe.stage.StageKind;
import org.jspecify.annotations.Nullable;

/** Finds outputs by their names. */
final class Outputs {
    private Outputs() {}

    /** @param name null for the first */
    static Output of(StageKind<?> kind, @Nullable String name) {
        Map<String, Output> outputs = kind.outputs();
        Output found = name == null ? outputs.values().iterator().next() : outputs.get(name);
        if (found == null) {
            throw new IllegalArgumentException(kind.name() + " has no output " + name);
        }
        return found;
    }
}
