package org.counterpoint.train.step;

import java.util.List;
import org.counterpoint.engine.TokenSequence;

/** A part of a step's loss that depends on the log-probabilities of its own sequences alone. */
public sealed interface Term permits PairTerm, LikelihoodTerm {

    /** What must be scored: responses of one prompt. */
    List<TokenSequence> sequences();

    /**
     * Takes the loss down and returns its derivatives.
     *
     * @param logps of the sequences, in nats
     * @return d step loss / d logp_i, the step's division included
     * @throws NonFiniteLossException where the loss is no number
     */
    double[] evaluate(double[] logps, Tally tally);
}
