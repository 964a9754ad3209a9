package org.counterpoint.api;

import java.nio.file.Path;
import org.counterpoint.answer.local.LocalReward;

/**
 * A reward model: a number for an answer, the higher the better. For one thread.
 *
 * <pre>{@code
 * try (TextReward reward = TextReward.open(trained.model())) {
 *     double score = reward.score("Name a colour.", "Blue.");
 * }
 * }</pre>
 */
public final class TextReward implements AutoCloseable {
    private final LocalReward model;

    private TextReward(LocalReward model) {
        this.model = model;
    }

    /**
     * Opens a folder of a {@code ...ForSequenceClassification} with one label, such as {@link Trainer#reward} makes.
     *
     * @throws org.counterpoint.engine.ModelException where it cannot be used
     */
    public static TextReward open(Path folder) {
        return new TextReward(LocalReward.open(folder, null));
    }

    /** @throws org.counterpoint.data.InputException where the answer cannot be shown to the model */
    public double score(String question, String answer) {
        return model.grade(question, answer).score();
    }

    @Override
    public void close() {
        model.close();
    }
}
