package org.counterpoint.train.objective;

/**
 * DPO with smoothed labels: {@code -(1-e) log sigmoid(beta * D) - e log sigmoid(-beta * D)}.
 *
 * @param beta strength of the pull to the reference
 * @param labelSmoothing e, the share of pairs thought to be the wrong way round
 */
public record ConservativeDpo(double beta, double labelSmoothing) implements PairObjective {
    static final Method METHOD = Method.withReference(
            "cdpo",
            settings -> new ConservativeDpo(settings.number("beta"), settings.number("label_smoothing")),
            Parameter.positive("beta", 0.1),
            Parameter.labelSmoothing(0.1));

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
