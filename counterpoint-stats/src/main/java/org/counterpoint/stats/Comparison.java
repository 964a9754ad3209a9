package org.counterpoint.stats;

/**
 * Two models compared once.
 *
 * @param unit what it was about, mostly an instruction: comparisons of the same unit are not independent
 * @param score of the first, in [0, 1]: 1 it won, 0.5 a tie
 */
public record Comparison(int unit, int first, int second, double score) {
    public Comparison {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("a score lies in [0, 1], not " + score);
        }
        if (first == second || first < 0 || second < 0) {
            throw new IllegalArgumentException("model " + first + " against model " + second);
        }
    }
}
