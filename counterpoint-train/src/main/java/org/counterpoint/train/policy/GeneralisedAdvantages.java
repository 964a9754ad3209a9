package org.counterpoint.train.policy;

/**
 * Generalised advantage estimation over one response (arXiv 1506.02438, eq. 16): {@code delta_t = r_t + gamma V_{t+1} -
 * V_t}, {@code A_t = delta_t + gamma lambda A_{t+1}}, with V = 0 after the last token, cut off or not.
 *
 * @param advantages A_t
 * @param returns R_t = A_t + V_t, what the values are to learn
 */
public record GeneralisedAdvantages(double[] advantages, double[] returns) {

    /**
     * @param rewards r_t of each response token
     * @param values V_t before each response token
     */
    public static GeneralisedAdvantages of(double[] rewards, double[] values, double gamma, double lambda) {
        int n = rewards.length;
        double[] advantages = new double[n];
        double[] returns = new double[n];
        double after = 0;
        for (int t = n - 1; t >= 0; t--) {
            double next = t + 1 < n ? values[t + 1] : 0;
            after = rewards[t] + gamma * next - values[t] + gamma * lambda * after;
            advantages[t] = after;
            returns[t] = after + values[t];
        }
        return new GeneralisedAdvantages(advantages, returns);
    }
}
