package org.counterpoint.train.policy;

/**
 * Estimates KL(policy || reference) at a token that the policy drew, from the two log-probabilities alone (Schulman,
 * "Approximating KL divergence", 2020).
 */
public enum KlEstimator {
    /** {@code logp - ref}: unbiased, of either sign. */
    K1 {
        @Override
        public double at(double logp, double reference) {
            return logp - reference;
        }

        @Override
        public double derivative(double logp, double reference) {
            return 1;
        }
    },
    /** {@code exp(ref - logp) - 1 - (ref - logp)}: unbiased, never below 0. GRPO's (arXiv 2402.03300, eq. 4). */
    K3 {
        @Override
        public double at(double logp, double reference) {
            double difference = reference - logp;
            return Math.expm1(difference) - difference;
        }

        @Override
        public double derivative(double logp, double reference) {
            return -Math.expm1(reference - logp);
        }
    };

    /** The estimate, in nats. */
    public abstract double at(double logp, double reference);

    /** Its derivative by logp. */
    public abstract double derivative(double logp, double reference);

    /** One estimate a token. */
    public double[] at(double[] logps, double[] references) {
        double[] kl = new double[logps.length];
        for (int t = 0; t < kl.length; t++) {
            kl[t] = at(logps[t], references[t]);
        }
        return kl;
    }
}
