package org.counterpoint.train.run;

import java.nio.file.Path;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;

/**
 * What to train.
 *
 * @param data groups or pairs; for sft also messages and Alpaca files
 * @param out the run folder
 * @param overwrite whether to begin anew where {@code out} holds something
 * @param cache a folder in which runs of one process share tokens and reference scores; null for a cache of its own,
 *     which goes with the run's end
 */
public record TrainRequest(
        Roles roles,
        Path data,
        Path out,
        TrainSettings settings,
        boolean overwrite,
        @Nullable Path cache) {

    /** With a cache of its own. */
    public TrainRequest(Roles roles, Path data, Path out, TrainSettings settings, boolean overwrite) {
        this(roles, data, out, settings, overwrite, null);
    }
}
