package org.counterpoint.train.policy;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The policy's loss of a mini-batch, and its derivative by every response token's log-probability.
 *
 * @param loss the mean that is minimised
 * @param derivatives one array a response
 * @param clipped the share of ratios that were clipped: of tokens, or for RLOO of responses
 * @param ratio the mean ratio
 */
public record PolicyLoss(double loss, List<double[]> derivatives, double clipped, double ratio) {

    /**
     * A response as a loss sees it, token by token.
     *
     * @param logps under the policy as it is
     * @param old under the policy that drew it
     * @param references under the reference
     * @param advantages A_t
     */
    public record Response(double[] logps, double[] old, double[] references, double[] advantages) {}

    /** PPO: the mean over the batch's response tokens. */
    public static PolicyLoss ppo(List<Response> batch, double range) {
        double tokens = tokens(batch);
        return byToken(batch, range, 0, response -> 1 / tokens);
    }

    /**
     * GRPO (arXiv 2402.03300, eq. 3): as PPO by token, with the KL penalty in the loss and not in the reward.
     *
     * @param perSequence whether it is the mean over responses of means over tokens; else over all tokens
     */
    public static PolicyLoss grpo(List<Response> batch, double range, double klCoefficient, boolean perSequence) {
        double tokens = tokens(batch);
        return byToken(
                batch,
                range,
                klCoefficient,
                response -> perSequence ? 1.0 / (batch.size() * (double) response.logps().length) : 1 / tokens);
    }

    /** RLOO: the ratio is that of the whole response, whose tokens share an advantage; the mean over responses. */
    public static PolicyLoss rloo(List<Response> batch, double range) {
        double loss = 0;
        double clipped = 0;
        double ratio = 0;
        double[][] derivatives = new double[batch.size()][];
        for (int i = 0; i < derivatives.length; i++) {
            Response response = batch.get(i);
            ClippedRatio whole =
                    ClippedRatio.of(sum(response.logps()), sum(response.old()), response.advantages()[0], range);
            loss += whole.loss() / batch.size();
            clipped += whole.clipped() ? 1.0 / batch.size() : 0;
            ratio += whole.ratio() / batch.size();
            derivatives[i] = new double[response.logps().length];
            Arrays.fill(derivatives[i], whole.derivative() / batch.size());
        }
        return new PolicyLoss(loss, List.of(derivatives), clipped, ratio);
    }

    private static PolicyLoss byToken(
            List<Response> batch, double range, double klCoefficient, ToDoubleFunction<Response> weight) {
        double tokens = tokens(batch);
        double loss = 0;
        double clipped = 0;
        double ratio = 0;
        double[][] derivatives = new double[batch.size()][];
        for (int i = 0; i < derivatives.length; i++) {
            Response response = batch.get(i);
            double w = weight.applyAsDouble(response);
            derivatives[i] = new double[response.logps().length];
            for (int t = 0; t < derivatives[i].length; t++) {
                double logp = response.logps()[t];
                double reference = response.references()[t];
                ClippedRatio token = ClippedRatio.of(logp, response.old()[t], response.advantages()[t], range);
                loss += w * (token.loss() + klCoefficient * KlEstimator.K3.at(logp, reference));
                derivatives[i][t] =
                        w * (token.derivative() + klCoefficient * KlEstimator.K3.derivative(logp, reference));
                clipped += token.clipped() ? 1 / tokens : 0;
                ratio += token.ratio() / tokens;
            }
        }
        return new PolicyLoss(loss, List.of(derivatives), clipped, ratio);
    }

    private static double tokens(List<Response> batch) {
        return batch.stream().mapToInt(response -> response.logps().length).sum();
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
