package org.counterpoint.train.objective;

/**
 * SimPO (arXiv 2405.14734, eq. 6): {@code -log sigmoid(beta * (logp_c/T_c - logp_r/T_r) - gamma)}.
 *
 * @param beta scale of the log-probabilities per token
 * @param gamma the margin asked for
 */
public record SimPo(double beta, double gamma) implements PairObjective {
    static final Method METHOD = Method.withoutReference(
            "simpo",
            settings -> new SimPo(settings.number("beta"), settings.number("gamma")),
            Parameter.positive("beta", 2.0),
            Parameter.atLeastZero("gamma", 1.0));

    @Override
    public PairLoss loss(PairScores pair) {
        double x = beta * (pair.chosen() / pair.tokensChosen() - pair.rejected() / pair.tokensRejected()) - gamma;
        return PairLoss.ofMarginPerToken(-Stable.logSigmoid(x), -beta * Stable.sigmoid(-x), pair);
    }

    @Override
    public double reward(double logp, double reference, int tokens) {
        return beta * logp / tokens;
    }
}
