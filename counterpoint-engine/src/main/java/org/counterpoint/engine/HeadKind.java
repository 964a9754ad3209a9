package org.counterpoint.engine;

/** What a model gives by row, from what its last layer leaves. */
public sealed interface HeadKind {

    /**
     * A row a response token: log softmax(logits / temperature) of it, in nats.
     *
     * @param temperature above 0; 1 for the model's own probabilities
     */
    record LogProbabilities(double temperature) implements HeadKind {
        public LogProbabilities {
            if (!(temperature > 0) || Double.isInfinite(temperature)) {
                throw new IllegalArgumentException("a temperature above 0 is needed: " + temperature);
            }
        }
    }

    /**
     * One row a sequence: its score, read at the last token that is not the padding token, as transformers'
     * {@code ...ForSequenceClassification} does. A language model gets a new head, normal with the config's
     * {@code initializer_range} as standard deviation.
     *
     * @param seed of a new head
     */
    record Score(long seed) implements HeadKind {}

    /**
     * A row a response token: the value of what comes before it. Starts as a reward model's head, of a language model
     * as zeros.
     */
    record Value() implements HeadKind {}

    /** Log-probabilities as the model gives them. */
    static HeadKind logProbabilities() {
        return new LogProbabilities(1);
    }
}
