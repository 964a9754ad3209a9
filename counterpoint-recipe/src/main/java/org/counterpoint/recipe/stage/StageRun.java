package org.counterpoint.recipe.stage;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.counterpoint.console.Console;
import org.counterpoint.console.ProgressDisplay;
import org.jspecify.annotations.Nullable;

/**
 * What a stage works with.
 *
 * @param name of the stage and its arm, for messages
 * @param folder where the artifact is made
 * @param cache what stages of one run share; whatever lies there can be made again
 * @param settings complete, by field
 * @param inputs by field
 * @param wholeLeft the seconds that the whole run has left, from those that the stage seems to have left
 */
public record StageRun(
        String name,
        Path folder,
        Path cache,
        Map<String, @Nullable Object> settings,
        Map<String, List<InputFile>> inputs,
        Console console,
        DoubleUnaryOperator wholeLeft) {

    /** Shows how far the stage is, and how long the run still takes. */
    public ProgressDisplay display() {
        return new ProgressDisplay(console, name, wholeLeft);
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

    public String text(String field) {
        return (String) Objects.requireNonNull(settings.get(field), field);
    }

    public @Nullable String optionalText(String field) {
        return (String) settings.get(field);
    }

    public long whole(String field) {
        return (Long) Objects.requireNonNull(settings.get(field), field);
    }

    public @Nullable Long optionalWhole(String field) {
        return (Long) settings.get(field);
    }

    public @Nullable Double optionalReal(String field) {
        return (Double) settings.get(field);
    }

    public double real(String field) {
        return (Double) Objects.requireNonNull(settings.get(field), field);
    }

    @SuppressWarnings("unchecked") // what FieldReader makes of Names
    public List<String> names(String field) {
        Object names = settings.get(field);
        return names == null ? List.of() : (List<String>) names;
    }
}
