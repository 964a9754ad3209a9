package org.counterpoint.app.command;

import java.nio.file.Path;
import org.counterpoint.store.hub.HubKind;
import org.counterpoint.train.run.FinishedRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --model} and {@code --base}: a model's folder, or a LoRA adapter's in its place. */
final class ModelOption {

    @FromHub(HubKind.MODEL)
    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "The model folder, or a LoRA adapter's.")
    Path given = Path.of("");

    @Mixin
    BaseOption base = new BaseOption();

    /** The model's folder; of a training run that is done, the model that it made. */
    Path folder() {
        return FinishedRun.model(given);
    }

    /** The adapter's base that was given, if any. */
    @Nullable
    Path base() {
        return base.of(folder());
    }
}
