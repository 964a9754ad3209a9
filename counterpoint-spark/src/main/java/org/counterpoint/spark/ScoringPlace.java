package org.counterpoint.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.engine.model.BaseWeights;
import org.counterpoint.train.run.EngineBackend;
import org.counterpoint.train.settings.TrainSettings.Forward;
import org.counterpoint.train.settings.TrainSettings.Passes;
import org.jspecify.annotations.Nullable;

/**
 * The model that a task scores with: one a process, mapped, loaded by the first task that asks for it.
 *
 * @param folder where the model is, on every machine
 * @param base of an adapter; null for where the adapter says
 */
record ScoringPlace(
        ModelOnExecutor folder,
        @Nullable ModelOnExecutor base,
        BaseWeights weights,
        Forward forward,
        int microBatchTokens,
        String precision,
        int threads,
        String device)
        implements Serializable {
    private static @Nullable ScoringPlace loadedFrom;
    private static @Nullable TrainableModel loaded;

    ScoringPlace(ModelOnExecutor folder, @Nullable ModelOnExecutor base, BaseWeights weights, Passes passes) {
        this(
                folder,
                base,
                weights,
                passes.forward(),
                passes.microBatchTokens(),
                passes.precision(),
                passes.threads(),
                passes.device());
    }

    /** A use of the model. */
    @FunctionalInterface
    interface Use {
        void with(TrainableModel model) throws IOException;
    }

    /** Tasks of a process take turns: the model uses all the threads that it was given. */
    void use(Use use) throws IOException {
        synchronized (ScoringPlace.class) {
            TrainableModel model = loaded;
            if (model == null || !this.equals(loadedFrom)) {
                if (model != null) {
                    model.close();
                    loaded = null;
                }
                model = load();
                loaded = model;
                loadedFrom = this;
            }
            use.with(model);
        }
    }

    private TrainableModel load() {
        Path path = folder.here();
        EngineBackend backend = new EngineBackend(base == null ? null : base.here(), weights);
        return backend.loadModel(
                path,
                backend.scoresTexts(path) ? new HeadKind.Score(0) : HeadKind.logProbabilities(),
                new Passes(forward, microBatchTokens, precision, false, threads, device),
                backend.precision(precision),
                false);
    }
}
