package org.counterpoint.train.run;

import java.nio.file.Path;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;

/**
 * What to train.
 *
 * @param model folder of the starting weights
 * @param data groups or pairs; for sft also messages and Alpaca files
 * @param out the run folder
 * @param reference folder of the reference's weights; null for the starting weights
 * @param overwrite whether to begin anew where {@code out} holds something
 * @param cache a folder in which runs of one process share tokens and reference scores; null for a cache of its own,
 *     which goes with the run's end
 */
public record TrainRequest(
        Path model,
        Path data,
        Path out,
        @Nullable Path reference,
        TrainSettings settings,
        boolean overwrite,
        @Nullable Path cache) {

    /** With a cache of its own. */
    public TrainRequest(
            Path model, Path data, Path out, @Nullable Path reference, TrainSettings settings, boolean overwrite) {
        this(model, data, out, reference, settings, overwrite, null);
    }

    /** The folder of the reference's weights, given or not. */
    Path referenceFolder() {
        return reference == null ? model : reference;
    }
}
