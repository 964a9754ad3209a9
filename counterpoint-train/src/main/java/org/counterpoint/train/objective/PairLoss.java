package org.counterpoint.train.objective;

/**
 * A pair's loss.
 *
 * @param value the loss
 * @param byChosen d loss / d logp_c
 * @param byRejected d loss / d logp_r
 */
public record PairLoss(double value, double byChosen, double byRejected) {

    /** A loss of a margin that grows by one with logp_c and falls by one with logp_r. */
    static PairLoss ofMargin(double value, double byMargin) {
        return new PairLoss(value, byMargin, -byMargin);
    }

    /** A loss of a margin of log-probabilities per token. */
    static PairLoss ofMarginPerToken(double value, double byMargin, PairScores pair) {
        return new PairLoss(value, byMargin / pair.tokensChosen(), -byMargin / pair.tokensRejected());
    }
}
