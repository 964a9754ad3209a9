package org.counterpoint.train.step;

/**
 * What became of one pair.
 *
 * @param place for a person: type, group, file and line
 * @param weight w
 * @param loss before weighting
 * @param chosen logp_c, in nats
 * @param rejected logp_r
 */
public record PairOutcome(
        String type,
        String place,
        double weight,
        double loss,
        double rewardChosen,
        double rewardRejected,
        double chosen,
        double rejected,
        double referenceChosen,
        double referenceRejected,
        int tokensChosen,
        int tokensRejected) {
    /** fp32 rounding between the reference's pass and the policy's, relative to |logp_c| + |logp_r|; measured 5e-7. */
    private static final double ROUNDING = 1e-6;

    /** D, or logp_c - logp_r where there is no reference. */
    double margin() {
        return (chosen - referenceChosen) - (rejected - referenceRejected);
    }

    /** Whether the chosen response has the larger reward; a margin within rounding is a tie, and ties lose. */
    boolean accurate() {
        return rewardChosen > rewardRejected && Math.abs(margin()) > ROUNDING * (Math.abs(chosen) + Math.abs(rejected));
    }
}
