package org.counterpoint.train.objective;

/**
 * Adds {@code nll_weight * (-logp_c/T_c)} to another loss.
 *
 * @param inner the other loss
 * @param weight nll_weight
 */
public record WithLikelihood(PairObjective inner, double weight) implements PairObjective {

    @Override
    public PairLoss loss(PairScores pair) {
        PairLoss loss = inner.loss(pair);
        double scale = weight / pair.tokensChosen();
        return new PairLoss(loss.value() - scale * pair.chosen(), loss.byChosen() - scale, loss.byRejected());
    }

    @Override
    public double reward(double logp, double reference, int tokens) {
        return inner.reward(logp, reference, tokens);
    }
}
