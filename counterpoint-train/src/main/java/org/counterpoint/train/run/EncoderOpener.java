package org.counterpoint.train.run;

import java.nio.file.Path;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.settings.TrainSettings;

/** Where the way from text to tokens comes from. */
public interface EncoderOpener {

    /**
     * Refuses a reference to which the model's tokens mean something else, or are unknown.
     *
     * @throws org.counterpoint.engine.ModelException naming the first token that differs
     */
    void requireSameTokens(Path model, Path reference);

    /** The policy's, for texts that all models of these roles have positions for. */
    GroupEncoder openEncoder(Roles roles, TrainSettings.Data settings);
}
