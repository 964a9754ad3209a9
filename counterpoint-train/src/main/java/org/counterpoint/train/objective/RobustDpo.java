package org.counterpoint.train.objective;

import org.counterpoint.settings.Range;
import org.counterpoint.settings.Setting;

/**
 * DPO unbiased under label noise (arXiv 2403.00409):
 * {@code [-(1-e) log sigmoid(beta * D) + e log sigmoid(-beta * D)] / (1 - 2e)}.
 *
 * @param beta strength of the pull to the reference
 * @param labelSmoothing e, the assumed share of flipped pairs
 */
public record RobustDpo(double beta, double labelSmoothing) implements PairObjective {
    static final Method METHOD = Method.withReference(
            "robust-dpo",
            settings -> new RobustDpo(settings.real("beta"), settings.real("label_smoothing")),
            Setting.real("beta", Range.above(0), 0.1, "strength of the pull to the reference"),
            Setting.real("label_smoothing", Range.below(0, 0.5), 0.1, "share of pairs whose labels are wrong"));

    @Override
    public PairLoss loss(PairScores pair) {
        double x = beta * pair.margin();
        double keep = 1 - labelSmoothing;
        double scale = 1 / (1 - 2 * labelSmoothing);
        double value = scale * (-keep * Stable.logSigmoid(x) + labelSmoothing * Stable.logSigmoid(-x));
        return PairLoss.ofMargin(
                value, -scale * beta * (keep * Stable.sigmoid(-x) + labelSmoothing * Stable.sigmoid(x)));
    }

    @Override
    public double reward(double logp, double reference, int tokens) {
        return beta * (logp - reference);
    }
}
