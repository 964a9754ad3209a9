package org.counterpoint.engine;

import java.io.Closeable;

/**
 * A model with a head that gives numbers by row: log-probabilities of response tokens, values, or a score a sequence
 * ({@link HeadKind}). Not safe for use by several threads at once.
 */
public interface ScoringModel extends Closeable {

    /** Scores without keeping anything for a backward pass. */
    RowScores scores(TokenBatch batch);

    /**
     * To be called behind passes that other processes make at the same time: where the model's weights are cut over them, takes
     * part in theirs until all are done.
     */
    default void finishPasses() {}

    @Override
    void close();
}
