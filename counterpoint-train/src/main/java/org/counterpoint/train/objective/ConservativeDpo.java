package org.counterpoint.train.objective;

import org.counterpoint.settings.Range;
import org.counterpoint.settings.Setting;

/**
 * DPO with smoothed labels: {@code -(1-e) log sigmoid(beta * D) - e log sigmoid(-beta * D)}.
 *
 * @param beta strength of the pull to the reference
 * @param labelSmoothing e, the share of pairs thought to be the wrong way round
 */
public record ConservativeDpo(double beta, double labelSmoothing) implements PairObjective {
    static final Method METHOD = Method.withReference(
            "cdpo",
            settings -> new ConservativeDpo(settings.real("beta"), settings.real("label_smoothing")),
            Setting.real("beta", Range.above(0), 0.1, "strength of the pull to the reference"),
            Setting.real("label_smoothing", Range.below(0, 0.5), 0.1, "share of pairs whose labels are wrong"));

    @Override
    public PairLoss loss(PairScores pair) {
        double x = beta * pair.margin();
        double keep = 1 - labelSmoothing;
        double value = -keep * Stable.logSigmoid(x) - labelSmoothing * Stable.logSigmoid(-x);
        return PairLoss.ofMargin(value, beta * (labelSmoothing * Stable.sigmoid(x) - keep * Stable.sigmoid(-x)));
    }

    @Override
    public double reward(double logp, double reference, int tokens) {
        return beta * (logp - reference);
    }
}
