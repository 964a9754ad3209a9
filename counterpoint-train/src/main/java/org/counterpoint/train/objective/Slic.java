package org.counterpoint.train.objective;

import java.util.List;
import org.counterpoint.settings.Range;
import org.counterpoint.settings.Setting;

/**
 * Sequence likelihood calibration (arXiv 2305.10425, eq. 4):
 * {@code max(0, delta - (logp_c - logp_r)) + lambda * NLL_c}.
 *
 * @param delta the margin asked for, in nats
 * @param lambda weight of the chosen response's negative log-likelihood
 * @param perToken whether that likelihood is {@code -logp_c/T_c} and not {@code -logp_c}, the paper's
 */
public record Slic(double delta, double lambda, boolean perToken) implements PairObjective {
    static final Method METHOD = Method.withoutReference(
            "slic",
            settings -> new Slic(
                    settings.real("delta"),
                    settings.real("lambda"),
                    settings.text("nll").equals("token_mean")),
            Setting.real("delta", Range.atLeast(0), 1.0, "the margin asked for, in nats"),
            Setting.real("lambda", Range.atLeast(0), 1.0, "weight of the chosen response's likelihood"),
            Setting.word(
                    "nll", List.of("sum", "token_mean"), "sum", "how the chosen response's likelihood is counted"));

    @Override
    public PairLoss loss(PairScores pair) {
        double gap = delta - (pair.chosen() - pair.rejected());
        double slope = gap > 0 ? -1 : 0;
        double scale = perToken ? lambda / pair.tokensChosen() : lambda;
        return new PairLoss(Math.max(0, gap) - scale * pair.chosen(), slope - scale, -slope);
    }

    @Override
    public double reward(double logp, double reference, int tokens) {
        return logp;
    }
}
