package org.counterpoint.recipe;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A recipe as written, its overrides applied.
 *
 * @param about what it is for, in the author's words; may be empty
 * @param stages by name, in the order written
 * @param broken names of stages that are written but could not be read
 */
public record Recipe(Path file, String about, long seed, Map<String, StageSpec> stages, Set<String> broken) {
    public Recipe {
        stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
        broken = Set.copyOf(broken);
    }
}
