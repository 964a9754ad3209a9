package org.counterpoint.recipe.stage;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder that a stage takes.
 *
 * @param name what the recipe calls it there, such as a model's name; null where it has none
 * @param stage the stage that made it, with its arm; null for a file of the user's
 * @param arm the arm's labels by axis; empty without arms
 */
public record InputFile(
        @Nullable String name, Path path, @Nullable String stage, Map<String, String> arm) {
    public InputFile {
        arm = Map.copyOf(arm);
    }

    /** A short name for tables: that of the recipe, else the arm, else the stage, else the file. */
    public String label() {
        if (name != null) {
            return name;
        }
        return stage == null ? String.valueOf(path.getFileName()) : stage;
    }
}
