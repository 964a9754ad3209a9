package org.counterpoint.train.objective;

import org.counterpoint.settings.Range;
import org.counterpoint.settings.Setting;

/**
 * DPO on log-ratios per token: {@code -log sigmoid(beta * ((logp_c-ref_c)/T_c - (logp_r-ref_r)/T_r))}.
 *
 * @param beta strength of the pull to the reference
 */
public record NormalisedDpo(double beta) implements PairObjective {
    static final Method METHOD = Method.withReference(
            "dpo-norm",
            settings -> new NormalisedDpo(settings.real("beta")),
            Setting.real("beta", Range.above(0), 5.0, "strength of the pull to the reference"));

    @Override
    public PairLoss loss(PairScores pair) {
        double x = beta * pair.marginPerToken();
        return PairLoss.ofMarginPerToken(-Stable.logSigmoid(x), -beta * Stable.sigmoid(-x), pair);
    }

    @Override
    public double reward(double logp, double reference, int tokens) {
        return beta * (logp - reference);
    }
}
