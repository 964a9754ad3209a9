package org.counterpoint.train.policy;

/**
 * Moves the KL coefficient towards a target (arXiv 1909.08593, section 2.2), by at most a fifth of the target's share of
 * the horizon a step.
 *
 * @param target the KL of a response that is wanted, in nats
 * @param horizon over how many responses
 */
public record AdaptiveKl(double target, double horizon) {
    private static final double MOST = 0.2;

    /**
     * The coefficient after a step.
     *
     * @param kl the step's mean over responses of the sum over tokens
     * @param responses of the step
     */
    public double next(double coefficient, double kl, int responses) {
        double error = Math.max(-MOST, Math.min(MOST, kl / target - 1));
        return coefficient * (1 + error * responses / horizon);
    }
}
