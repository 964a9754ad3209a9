package org.counterpoint.recipe.stage;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.counterpoint.console.Console;
import org.counterpoint.console.ProgressDisplay;
import org.jspecify.annotations.Nullable;

/**
 * What a stage works with.
 *
 * @param name of the stage and its arm, for messages
 * @param choices what it is told
 * @param inputs by field
 */
public record StageRun<T>(String name, T choices, Map<String, List<InputFile>> inputs, Workplace place) {

    /** Where the artifact is made. */
    public Path folder() {
        return place.folder();
    }

    public Console console() {
        return place.console();
    }

    /** Shows how far the stage is, and how long the run still takes. */
    public ProgressDisplay display() {
        return new ProgressDisplay(place.console(), name, place.wholeLeft());
    }

    /** The only input of a field. */
    public InputFile input(String field) {
        return Objects.requireNonNull(optionalInput(field), field);
    }

    public @Nullable InputFile optionalInput(String field) {
        List<InputFile> found = inputs(field);
        return found.isEmpty() ? null : found.get(0);
    }

    public List<InputFile> inputs(String field) {
        return inputs.getOrDefault(field, List.of());
    }
}
