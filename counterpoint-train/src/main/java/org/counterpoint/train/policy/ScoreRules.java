package org.counterpoint.train.policy;

/**
 * From what the rewards say of an answer to the one number s that is learnt from.
 *
 * @param lengthPenalty taken off for each token beyond {@code lengthFree}
 * @param lengthFree tokens that cost nothing
 * @param clip the score is held within plus and minus this; infinite for no bound
 * @param missingEndPenalty taken off, after clipping, where the answer was cut off
 */
public record ScoreRules(double lengthPenalty, int lengthFree, double clip, double missingEndPenalty) {

    /** The score as it is logged: what the rewards sum up to, less the length penalty. */
    public double score(double rewards, int tokens) {
        return rewards - lengthPenalty * Math.max(0, tokens - lengthFree);
    }

    /** s. */
    public double learnt(double score, boolean cutOff) {
        double held = Math.max(-clip, Math.min(clip, score));
        return cutOff ? held - missingEndPenalty : held;
    }
}
