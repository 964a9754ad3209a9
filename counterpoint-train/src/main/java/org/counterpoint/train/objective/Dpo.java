package org.counterpoint.train.objective;

import org.counterpoint.settings.Range;
import org.counterpoint.settings.Setting;

/**
 * Direct preference optimisation (arXiv 2305.18290, eq. 7): {@code -log sigmoid(beta * D)}.
 *
 * @param beta strength of the pull to the reference
 */
public record Dpo(double beta) implements PairObjective {
    static final Method METHOD = Method.withReference(
            "dpo",
            settings -> new Dpo(settings.real("beta")),
            Setting.real("beta", Range.above(0), 0.1, "strength of the pull to the reference"));

    @Override
    public PairLoss loss(PairScores pair) {
        double x = beta * pair.margin();
        return PairLoss.ofMargin(-Stable.logSigmoid(x), -beta * Stable.sigmoid(-x));
    }

    @Override
    public double reward(double logp, double reference, int tokens) {
        return beta * (logp - reference);
    }
}
