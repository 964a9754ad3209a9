package org.counterpoint.train.objective;

import org.counterpoint.settings.Range;
import org.counterpoint.settings.Setting;

/**
 * The hinge of statistical rejection sampling optimisation (arXiv 2309.06657): {@code max(0, 1 - beta * D)}.
 *
 * @param beta the paper's gamma
 */
public record RsoHinge(double beta) implements PairObjective {
    static final Method METHOD = Method.withReference(
            "rso-hinge",
            settings -> new RsoHinge(settings.real("beta")),
            Setting.real("beta", Range.above(0), 0.1, "strength of the pull to the reference"));

    @Override
    public PairLoss loss(PairScores pair) {
        double gap = 1 - beta * pair.margin();
        return PairLoss.ofMargin(Math.max(0, gap), gap > 0 ? -beta : 0);
    }

    @Override
    public double reward(double logp, double reference, int tokens) {
        return beta * (logp - reference);
    }
}
