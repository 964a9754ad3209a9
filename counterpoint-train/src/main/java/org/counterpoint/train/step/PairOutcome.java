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
        int tokensRejected) {}
