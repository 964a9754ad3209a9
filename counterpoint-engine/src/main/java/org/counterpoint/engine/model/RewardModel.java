package org.counterpoint.engine.model;

import java.nio.file.Path;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.weights.ModelFolder;
import org.jspecify.annotations.Nullable;

/**
 * Gives a text one number, the higher the better: a checkpoint of transformers' {@code ...ForSequenceClassification}
 * with one label. As there, the score is read at the last token that is not the padding token.
 */
public final class RewardModel implements AutoCloseable {
    private final TransformerModel model;

    private RewardModel(TransformerModel model) {
        this.model = model;
    }

    /** @throws ModelException if the folder is no sound reward model of a supported family */
    public static RewardModel load(Path folder) {
        return load(folder, null);
    }

    /**
     * The same.
     *
     * @param adapterBase where the base of a folder with an adapter is; null for where the adapter says
     */
    public static RewardModel load(Path folder, @Nullable Path adapterBase) {
        try (ModelFolder files = ModelFolder.open(folder, adapterBase)) {
            int labels = files.config().labels();
            if (labels != 1) {
                throw new ModelException(folder + " is a " + files.config().name()
                        + (labels == 0 ? "" : " with " + labels + " labels")
                        + ": a reward model is a ...ForSequenceClassification with one label (`id2label` in"
                        + " config.json)");
            }
        }
        ModelOptions options = ModelOptions.forScoring(Precision.FP32)
                .withHead(new HeadKind.Score(0))
                .withBase(adapterBase);
        return new RewardModel(TransformerModel.load(folder, options));
    }

    public Architecture config() {
        return model.config();
    }

    /** @param tokens of a whole conversation, at least one */
    public double score(int[] tokens) {
        if (tokens.length == 0) {
            throw new ModelException("a text without tokens has no score");
        }
        return model.scoreText(tokens);
    }

    @Override
    public void close() {
        model.close();
    }
}
