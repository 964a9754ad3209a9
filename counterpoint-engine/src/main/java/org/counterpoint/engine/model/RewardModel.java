package org.counterpoint.engine.model;

import java.nio.file.Path;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.weights.ModelConfig;

/**
 * Gives a text one number, the higher the better: a checkpoint of transformers' {@code ...ForSequenceClassification}
 * with one label. As there, the score is read at the last token that is not the padding token.
 */
public final class RewardModel implements AutoCloseable {
    private final LlamaModel model;

    private RewardModel(LlamaModel model) {
        this.model = model;
    }

    /** @throws ModelException if the folder is no sound reward model of a supported family */
    public static RewardModel load(Path folder) {
        LlamaModel model = LlamaModel.loadAny(folder, ModelOptions.forScoring(Precision.FP32));
        int labels = model.config().labels();
        if (labels != 1) {
            model.close();
            throw new ModelException(folder + " is a " + model.config().architecture()
                    + (labels == 0 ? "" : " with " + labels + " labels")
                    + ": a reward model is a ...ForSequenceClassification with one label (`id2label` in config.json)");
        }
        return new RewardModel(model);
    }

    public ModelConfig config() {
        return model.config();
    }

    /** @param tokens of a whole conversation, at least one */
    public double score(int[] tokens) {
        if (tokens.length == 0) {
            throw new ModelException("a text without tokens has no score");
        }
        int last = tokens.length - 1;
        while (last > 0 && tokens[last] == model.config().padToken()) {
            last--;
        }
        return model.headAt(tokens, last)[0];
    }

    @Override
    public void close() {
        model.close();
    }
}
