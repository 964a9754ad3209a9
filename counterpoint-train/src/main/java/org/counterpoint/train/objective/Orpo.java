package org.counterpoint.train.objective;

import org.counterpoint.settings.Range;
import org.counterpoint.settings.Setting;

/**
 * Odds-ratio preference optimisation (arXiv 2403.07691, eq. 6 and 7):
 * {@code NLL_c - lambda * log sigmoid(logodds_c - logodds_r)} with {@code NLL_c = -logp_c/T_c},
 * {@code logodds = a - log(1 - exp(a))} and {@code a = logp/T}.
 *
 * @param lambda weight of the odds-ratio term
 */
public record Orpo(double lambda) implements PairObjective {
    static final Method METHOD = Method.withoutReference(
            "orpo",
            settings -> new Orpo(settings.real("lambda")),
            Setting.real("lambda", Range.atLeast(0), 0.1, "weight of the odds ratio"));

    /** A response of probability one has infinite odds; it counts as this much less. */
    private static final double LARGEST_MEAN = -1e-10;

    @Override
    public PairLoss loss(PairScores pair) {
        double a = mean(pair.chosen(), pair.tokensChosen());
        double b = mean(pair.rejected(), pair.tokensRejected());
        double x = (a - b) - (Stable.log1mexp(a) - Stable.log1mexp(b));
        double slope = -lambda * Stable.sigmoid(-x);
        // d logodds / d a = 1 / (1 - exp(a))
        double byChosen = (-1 - slope / Math.expm1(a)) / pair.tokensChosen();
        double byRejected = slope / Math.expm1(b) / pair.tokensRejected();
        double likelihood = -pair.chosen() / pair.tokensChosen();
        return new PairLoss(likelihood - lambda * Stable.logSigmoid(x), byChosen, byRejected);
    }

    private static double mean(double logp, int tokens) {
        return Math.min(logp / tokens, LARGEST_MEAN);
    }

    @Override
    public double reward(double logp, double reference, int tokens) {
        return logp;
    }
}
