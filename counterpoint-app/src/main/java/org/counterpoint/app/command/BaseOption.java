package org.counterpoint.app.command;

import java.nio.file.Files;
import java.nio.file.Path;
import org.counterpoint.console.UsageException;
import org.counterpoint.engine.weights.AdapterFolder;
import org.counterpoint.store.hub.HubKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --base}, for commands that take an adapter's folder in a model's place. */
final class BaseOption {

    @FromHub(HubKind.MODEL)
    @Option(
            names = "--base",
            paramLabel = "DIR",
            description = "Of a LoRA adapter: its base, where it is not where the adapter says.")
    @Nullable
    Path folder;

    /**
     * The folder that was given, if any.
     *
     * @throws UsageException if it is given for a whole model, which has no base
     */
    @Nullable
    Path of(Path model) {
        if (folder != null && isWhole(model)) {
            throw new UsageException(
                    "--base is the base of an adapter, and " + model + " is a whole model; leave --base out");
        }
        return folder;
    }

    /** Whether a folder is a whole model's; one that is nobody's is refused when it is read. */
    static boolean isWhole(Path model) {
        return Files.isRegularFile(model.resolve("config.json")) && !AdapterFolder.isOne(model);
    }
}
