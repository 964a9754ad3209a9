package org.counterpoint.engine;

/**
 * A causal language model that scores responses: log pi(token | prompt, earlier tokens) of each response token, in
 * nats. Not safe for use by several threads at once.
 */
public interface LanguageModel extends AutoCloseable {

    /**
     * Scores without keeping anything for a backward pass.
     *
     * @return one log-probability a response token
     */
    RowScores logProbabilities(TokenBatch batch);

    @Override
    void close();
}
