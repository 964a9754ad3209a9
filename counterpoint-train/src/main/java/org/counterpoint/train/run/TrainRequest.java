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
 */
public record TrainRequest(
        Path model, Path data, Path out, @Nullable Path reference, TrainSettings settings, boolean overwrite) {

    /** The folder of the reference's weights, given or not. */
    Path referenceFolder() {
        return reference == null ? model : reference;
    }
}
