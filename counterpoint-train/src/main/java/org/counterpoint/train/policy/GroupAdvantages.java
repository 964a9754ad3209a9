package org.counterpoint.train.policy;

/** Advantages of the answers to one prompt against one another: no values are learnt. */
public final class GroupAdvantages {
    private static final double EPSILON = 1e-4;

    private GroupAdvantages() {}

    /**
     * RLOO (arXiv 2402.14740, eq. 8): what an answer's reward exceeds the mean of the others by.
     *
     * @param rewards R_i, at least two
     */
    public static double[] leaveOneOut(double[] rewards) {
        int n = rewards.length;
        double sum = sum(rewards);
        double[] advantages = new double[n];
        for (int i = 0; i < n; i++) {
            advantages[i] = rewards[i] - (sum - rewards[i]) / (n - 1);
        }
        return advantages;
    }

    /**
     * GRPO (arXiv 2402.03300, section 4.1.2): what an answer's score exceeds the mean by, in standard deviations (n - 1).
     *
     * @param scores s_i, at least two
     * @param scaled whether to divide by the standard deviation + 1e-4
     */
    public static double[] standardised(double[] scores, boolean scaled) {
        int n = scores.length;
        double mean = sum(scores) / n;
        double squares = 0;
        for (double score : scores) {
            squares += (score - mean) * (score - mean);
        }
        double scale = scaled ? 1 / (Math.sqrt(squares / (n - 1)) + EPSILON) : 1;
        double[] advantages = new double[n];
        for (int i = 0; i < n; i++) {
            advantages[i] = (scores[i] - mean) * scale;
        }
        return advantages;
    }

    /** Whether a group teaches nothing. */
    public static boolean allEqual(double[] scores) {
        for (double score : scores) {
            if (score != scores[0]) {
                return false;
            }
        }
        return true;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
