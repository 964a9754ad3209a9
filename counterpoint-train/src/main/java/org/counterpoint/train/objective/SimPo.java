package org.counterpoint.train.objective;

import org.counterpoint.settings.Range;
import org.counterpoint.settings.Setting;

/**
 * SimPO (arXiv 2405.14734, eq. 6): {@code -log sigmoid(beta * (logp_c/T_c - logp_r/T_r) - gamma)}.
 *
 * @param beta scale of the log-probabilities per token
 * @param gamma the margin asked for
 */
public record SimPo(double beta, double gamma) implements PairObjective {
    static final Method METHOD = Method.withoutReference(
            "simpo",
            settings -> new SimPo(settings.real("beta"), settings.real("gamma")),
            Setting.real("beta", Range.above(0), 2.0, "scale of the mean log-probabilities"),
            Setting.real("gamma", Range.atLeast(0), 1.0, "the margin asked for"));

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
