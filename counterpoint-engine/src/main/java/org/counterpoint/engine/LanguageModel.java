package org.counterpoint.engine;

/**
 * A causal language model that scores responses: log pi(response | prompt), summed over the response's
 * tokens, in nats. Not safe for use by several threads at once.
 */
public interface LanguageModel extends AutoCloseable {

    /**
     * Scores without keeping anything for a backward pass.
     *
     * @return one sum of log-probabilities a sequence, in the batch's flat order
     */
    double[] logProbabilities(TokenBatch batch);

    @Override
    void close();
}
