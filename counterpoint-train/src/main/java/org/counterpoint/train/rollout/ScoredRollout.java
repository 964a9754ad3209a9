package org.counterpoint.train.rollout;

/**
 * An answer with what the rewards say of it.
 *
 * @param rewards one a source, before any weight
 * @param score their weighted sum, less the length penalty
 * @param learnt s, what is learnt from: the score within its bounds, less the penalty of an answer that was cut off
 */
public record ScoredRollout(Rollout rollout, double[] rewards, double score, double learnt) {}
