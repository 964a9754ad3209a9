package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Path;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.train.settings.TrainSettings;

/** Where models come from. */
public interface ModelLoader {

    /**
     * @param head what the model is to give by row
     * @param trainable whether gradients and an optimizer will be needed
     */
    TrainableModel loadModel(
            Path folder, HeadKind head, TrainSettings.Passes passes, Precision precision, boolean trainable);

    /** Whether the folder holds a model that scores texts, and writes none. */
    boolean scoresTexts(Path folder);

    /** Identifies a folder's weights and everything of its config that changes the computation. */
    String weightsHash(Path folder) throws IOException;

    /** What {@code auto} means on this machine, or the precision of that name. */
    Precision precision(String name);
}
