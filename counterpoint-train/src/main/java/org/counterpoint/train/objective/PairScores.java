package org.counterpoint.train.objective;

/**
 * What a loss sees of a pair. In the formulas: logp_c, logp_r, ref_c, ref_r, T_c, T_r.
 *
 * @param chosen log-probability of the chosen response under the policy, summed over its tokens, in nats
 * @param rejected the same of the rejected response
 * @param referenceChosen the chosen response's under the reference; 0 for methods without one
 * @param referenceRejected the rejected response's under the reference; 0 for methods without one
 * @param tokensChosen number of tokens of the chosen response, at least 1
 * @param tokensRejected number of tokens of the rejected response, at least 1
 * @param demanded this pair's own margin, of a reward model; else 0
 */
public record PairScores(
        double chosen,
        double rejected,
        double referenceChosen,
        double referenceRejected,
        int tokensChosen,
        int tokensRejected,
        double demanded) {

    /** Without a margin of its own. */
    public PairScores(
            double chosen,
            double rejected,
            double referenceChosen,
            double referenceRejected,
            int tokensChosen,
            int tokensRejected) {
        this(chosen, rejected, referenceChosen, referenceRejected, tokensChosen, tokensRejected, 0);
    }

    /** D = (logp_c - ref_c) - (logp_r - ref_r). */
    public double margin() {
        return (chosen - referenceChosen) - (rejected - referenceRejected);
    }

    /** (logp_c - ref_c)/T_c - (logp_r - ref_r)/T_r. */
    public double marginPerToken() {
        return (chosen - referenceChosen) / tokensChosen - (rejected - referenceRejected) / tokensRejected;
    }
}
