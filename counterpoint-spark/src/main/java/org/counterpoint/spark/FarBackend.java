package org.counterpoint.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.TrainingData;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.rollout.Sampler;
import org.counterpoint.train.run.Backend;
import org.counterpoint.train.run.EngineBackend;
import org.counterpoint.train.run.Roles;
import org.counterpoint.train.settings.TrainSettings;

/**
 * Reads data and turns texts into tokens here; what the model gives comes from elsewhere.
 *
 * @param here all but the model
 * @param model stands for it
 */
record FarBackend(EngineBackend here, TrainableModel model) implements Backend {
    @Override
    public TrainableModel loadModel(
            Path folder, HeadKind head, TrainSettings.Passes passes, Precision precision, boolean trainable) {
        return model;
    }

    @Override
    public boolean scoresTexts(Path folder) {
        return here.scoresTexts(folder);
    }

    @Override
    public Sampler sampler(TrainableModel policy) {
        return here.sampler(policy);
    }

    @Override
    public String weightsHash(Path folder) throws IOException {
        return here.weightsHash(folder);
    }

    @Override
    public Precision precision(String name) {
        return here.precision(name);
    }

    @Override
    public void requireSameTokens(Path model, Path reference) {
        here.requireSameTokens(model, reference);
    }

    @Override
    public GroupEncoder openEncoder(Roles roles, TrainSettings.Data settings) {
        return here.openEncoder(roles, settings);
    }

    @Override
    public void readGroups(Path file, TrainingData.Use use, Ledger ledger, Consumer<ResponseGroup> sink)
            throws IOException {
        here.readGroups(file, use, ledger, sink);
    }
}
