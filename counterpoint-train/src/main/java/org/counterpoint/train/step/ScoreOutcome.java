package org.counterpoint.train.step;

/**
 * What became of one pair of scores, in training a reward model.
 *
 * @param place for a person: type, group, file and line
 * @param weight w
 * @param loss before weighting
 * @param chosen s_c
 * @param rejected s_r
 */
public record ScoreOutcome(
        String type,
        String place,
        double weight,
        double loss,
        double chosen,
        double rejected,
        int tokensChosen,
        int tokensRejected) {}
