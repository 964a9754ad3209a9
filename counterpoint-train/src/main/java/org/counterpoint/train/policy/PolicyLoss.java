package org.counterpoint.train.policy;

import java.util.Arrays;

/**
 * A response's part of the policy's loss of a mini-batch, and its derivative by each of its log-probabilities.
 *
 * @param loss weighted, so that the parts of a mini-batch sum up to the mean that is minimised
 * @param derivatives one a token
 * @param clipped how many ratios were clipped: of tokens, or the whole response's
 * @param ratios the sum of these ratios
 */
public record PolicyLoss(double loss, double[] derivatives, int clipped, double ratios) {

    /**
     * A response as a loss sees it, token by token.
     *
     * @param logps under the policy as it is
     * @param old under the policy that drew it
     * @param references under the reference
     * @param advantages A_t
     */
    public record Response(double[] logps, double[] old, double[] references, double[] advantages) {}

    /**
     * PPO's (arXiv 1707.06347, eq. 7), by token; with a KL in the loss GRPO's (arXiv 2402.03300, eq. 3).
     *
     * @param range e, by which a ratio may differ from 1
     * @param klCoefficient of the KL estimate k3 at each token; 0 for none
     * @param weight of each token in the mini-batch's mean
     */
    public static PolicyLoss byToken(Response response, double range, double klCoefficient, double weight) {
        int tokens = response.logps().length;
        double[] derivatives = new double[tokens];
        double loss = 0;
        int clipped = 0;
        double ratios = 0;
        for (int t = 0; t < tokens; t++) {
            double logp = response.logps()[t];
            double reference = response.references()[t];
            ClippedRatio token = ClippedRatio.of(logp, response.old()[t], response.advantages()[t], range);
            loss += weight * (token.loss() + klCoefficient * KlEstimator.K3.at(logp, reference));
            derivatives[t] = weight * (token.derivative() + klCoefficient * KlEstimator.K3.derivative(logp, reference));
            clipped += token.clipped() ? 1 : 0;
            ratios += token.ratio();
        }
        return new PolicyLoss(loss, derivatives, clipped, ratios);
    }

    /**
     * RLOO's: the ratio is that of the whole response, whose tokens share an advantage.
     *
     * @param weight of the response in the mini-batch's mean
     */
    public static PolicyLoss whole(Response response, double range, double weight) {
        ClippedRatio ratio = ClippedRatio.of(
                Arrays.stream(response.logps()).sum(),
                Arrays.stream(response.old()).sum(),
                response.advantages()[0],
                range);
        double[] derivatives = new double[response.logps().length];
        Arrays.fill(derivatives, weight * ratio.derivative());
        return new PolicyLoss(weight * ratio.loss(), derivatives, ratio.clipped() ? 1 : 0, ratio.ratio());
    }
}
