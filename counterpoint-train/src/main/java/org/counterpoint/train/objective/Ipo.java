package org.counterpoint.train.objective;

import org.counterpoint.settings.Range;
import org.counterpoint.settings.Setting;

/**
 * Identity preference optimisation (arXiv 2310.12036, eq. 17) on log-ratios per token, as TRL has it:
 * {@code ((logp_c-ref_c)/T_c - (logp_r-ref_r)/T_r - 1/(2*beta))^2}.
 *
 * @param beta the paper's tau
 */
public record Ipo(double beta) implements PairObjective {
    static final Method METHOD = Method.withReference(
            "ipo",
            settings -> new Ipo(settings.real("beta")),
            Setting.real("beta", Range.above(0), 0.1, "strength of the pull to the reference"));

    @Override
    public PairLoss loss(PairScores pair) {
        double miss = pair.marginPerToken() - 1 / (2 * beta);
        return PairLoss.ofMarginPerToken(miss * miss, 2 * miss, pair);
    }

    @Override
    public double reward(double logp, double reference, int tokens) {
        return beta * (logp - reference);
    }
}
