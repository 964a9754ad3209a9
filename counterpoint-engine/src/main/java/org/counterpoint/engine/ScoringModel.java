package org.counterpoint.engine;

import java.io.Closeable;

/**
 * A model with a head that gives numbers by row: log-probabilities of response tokens, values, or a score a sequence
 * ({@link HeadKind}). Not safe for use by several threads at once.
 */
public interface ScoringModel extends Closeable {

    /** Scores without keeping anything for a backward pass. */
    RowScores scores(TokenBatch batch);

    @Override
    void close();
}
