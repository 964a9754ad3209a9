package org.counterpoint.train.policy;

/** Rewards by token: a KL penalty at each, the score at the last (arXiv 2203.02155, eq. 2; arXiv 2403.17031, section 4). */
public final class TokenRewards {
    private TokenRewards() {}

    /**
     * {@code r_t = -coefficient * kl_t}, and s more at the last response token.
     *
     * @param kl of each response token, at least one
     */
    public static double[] of(double[] kl, double coefficient, double s) {
        double[] rewards = new double[kl.length];
        for (int t = 0; t < kl.length; t++) {
            rewards[t] = -coefficient * kl[t];
        }
        rewards[kl.length - 1] += s;
        return rewards;
    }
}
