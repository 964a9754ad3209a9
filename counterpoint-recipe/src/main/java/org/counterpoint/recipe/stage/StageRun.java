package org.counterpoint.recipe.stage;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.counterpoint.console.Console;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.data.InputException;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.SettingType;
import org.counterpoint.settings.Values;
import org.jspecify.annotations.Nullable;

/**
 * What a stage works with.
 *
 * @param name of the stage and its arm, for messages
 * @param folder where the artifact is made
 * @param cache what stages of one run share; whatever lies there can be made again
 * @param settings complete, by field
 * @param inputs by field
 * @param force whether work starts also where less memory is free than it will take
 * @param wholeLeft the seconds that the whole run has left, from those that the stage seems to have left
 */
public record StageRun(
        String name,
        Path folder,
        Path cache,
        Map<String, @Nullable Object> settings,
        Map<String, List<InputFile>> inputs,
        Console console,
        boolean force,
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

    public Values values() {
        return new Values(settings);
    }

    /** What a job is told: the stage's settings, and its inputs where they have the name of a setting of files. */
    public <T> T read(Schema<T> schema) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>(settings);
        inputs.forEach((field, files) -> {
            List<String> paths =
                    files.stream().map(file -> file.path().toString()).toList();
            Setting setting = schema.settings().get(field);
            if (setting != null && !paths.isEmpty()) {
                given.put(field, setting.type() instanceof SettingType.Paths ? paths : paths.get(0));
            }
        });
        given.keySet().retainAll(schema.settings().keySet());
        return schema.read(given).orElseThrow(faults -> new InputException(String.join("\n", faults)));
    }
}
