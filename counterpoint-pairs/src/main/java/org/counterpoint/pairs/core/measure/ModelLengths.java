package org.counterpoint.pairs.core.measure;

/**
 * How long a model's answers are.
 *
 * @param meanRank its mean place among the answers to a prompt, 0 the strongest
 * @param meanLength in Unicode code points, over all its answers in groups
 */
public record ModelLengths(String model, long answers, double meanRank, double meanLength) {}
