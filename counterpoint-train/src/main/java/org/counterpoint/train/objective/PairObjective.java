package org.counterpoint.train.objective;

/** A loss of one pair. Implementations are pure: same scores, same loss. */
public non-sealed interface PairObjective extends Objective {

    /** The pair's loss and its derivatives by the policy's two log-probabilities. */
    PairLoss loss(PairScores pair);

    /** What the metrics call the reward of a response with this log-probability, reference and length. */
    double reward(double logp, double reference, int tokens);

    /** Whether a response's number is a reward model's score and not a log-probability. */
    default boolean ofScores() {
        return false;
    }
}
