package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.settings.TrainSettings;

/** Where models, tokens and groups come from. The engine's is {@link EngineBackend}; tests have a small one. */
public interface Backend {

    /** @param trainable whether gradients and an optimizer will be needed */
    TrainableModel loadModel(Path folder, TrainSettings.Passes passes, Precision precision, boolean trainable);

    /** Identifies a folder's weights and everything of its config that changes the computation. */
    String weightsHash(Path folder) throws IOException;

    /** What {@code auto} means on this machine, or the precision of that name. */
    Precision precision(String name);

    GroupEncoder openEncoder(Path modelFolder, TrainSettings.Data settings);

    /** @param responses whether single responses are enough, as for sft */
    void readGroups(Path file, boolean responses, Ledger ledger, Consumer<ResponseGroup> sink) throws IOException;
}
