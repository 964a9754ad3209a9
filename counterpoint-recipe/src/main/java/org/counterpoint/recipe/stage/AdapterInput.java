package org.counterpoint.recipe.stage;

import java.nio.file.Files;
import java.nio.file.Path;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.weights.AdapterFolder;
import org.jspecify.annotations.Nullable;

/**
 * A model that a recipe names as an adapter with its base, {@code {adapter: DIR, base: DIR}}, where the base is not where
 * the adapter says. The adapter stands for the model; the base is an input of its own, so that lineage goes through both.
 */
public final class AdapterInput {
    private static final String ADAPTER = ".adapter";
    private static final String BASE = ".base";

    private AdapterInput() {}

    /** The field of the base. */
    static Field.Input base(String model) {
        return Field.optionalInput(
                model + BASE,
                Field.Arity.ONE,
                "of an adapter: its base, where it is not where the adapter says",
                Content.MODEL);
    }

    /** The model's own field, where the adapter is written. */
    static String canonical(String field) {
        return field.endsWith(ADAPTER) ? field.substring(0, field.length() - ADAPTER.length()) : field;
    }

    /** Whether a field may also be written as an adapter with its base. */
    public static boolean mayBeOne(StageKind<?> kind, String model) {
        return kind.fields().stream().anyMatch(field -> field.name().equals(model + BASE));
    }

    /** How the two are written. */
    public static String adapter(String model) {
        return model + ADAPTER;
    }

    /**
     * The base's folder; null where the adapter says it.
     *
     * @throws InputException if it is given for a whole model
     */
    static @Nullable Path of(StageRun<?> run, String model) {
        InputFile base = run.optionalInput(model + BASE);
        if (base == null) {
            return null;
        }
        Path folder = run.input(model).path();
        if (Files.isRegularFile(folder.resolve("config.json")) && !AdapterFolder.isOne(folder)) {
            throw new InputException(run.name() + ": " + model + BASE + " is the base of an adapter, and " + folder
                    + " is a whole model; leave " + model + BASE + " out");
        }
        return base.path();
    }
}
