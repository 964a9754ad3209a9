package org.counterpoint.answer.generate;

import java.util.List;
import java.util.Set;
import org.counterpoint.engine.model.Generator;
import org.counterpoint.engine.weights.ModelFolder;

/** What answers batches of prompts: a model of this process, or one that is elsewhere. */
public interface BatchModel extends AutoCloseable {
    /** As many tokens a prompt may not have. */
    int positions();

    /**
     * Answers prompts as {@link Generator#generate} does.
     *
     * @return one answer a request, in order
     */
    List<Generator.Generated> generate(List<Generator.Request> requests, Set<Integer> endTokens);

    /** How many batches it answers side by side. */
    default int atOnce() {
        return 1;
    }

    /**
     * Answers some batches.
     *
     * @param batches no more than {@link #atOnce}
     * @return the answers to each batch, in order
     */
    default List<List<Generator.Generated>> answer(List<List<Generator.Request>> batches, Set<Integer> endTokens) {
        return batches.stream().map(batch -> generate(batch, endTokens)).toList();
    }

    @Override
    void close();

    /** Opens what a job asks. */
    @FunctionalInterface
    interface Opening {
        /** @throws org.counterpoint.engine.ModelException where the model cannot be used */
        BatchModel open(GenerateSettings settings);
    }

    /** A model of this process. */
    static BatchModel here(GenerateSettings settings) {
        return new OwnModel(
                Generator.open(
                        settings.model(), settings.base(), settings.choices().precision()),
                settings.choices());
    }

    /** How many positions a model has, without loading it. */
    static int positions(GenerateSettings settings) {
        try (ModelFolder folder = ModelFolder.open(settings.model(), settings.base())) {
            return folder.config().positions().most();
        }
    }
}
