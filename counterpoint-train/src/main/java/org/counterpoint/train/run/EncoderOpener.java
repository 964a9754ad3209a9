package org.counterpoint.train.run;

import java.nio.file.Path;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.settings.TrainSettings;

/** Where the way from text to tokens comes from. */
public interface EncoderOpener {

    GroupEncoder openEncoder(Path modelFolder, TrainSettings.Data settings);
}
