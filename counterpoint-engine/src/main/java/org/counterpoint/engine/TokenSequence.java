package org.counterpoint.engine;

/**
 * A prompt and one response as token ids.
 *
 * @param tokens prompt tokens, then response tokens
 * @param responseStart index of the first response token; at least 1, less than {@code tokens.length}
 */
public record TokenSequence(int[] tokens, int responseStart) {
    public TokenSequence {
        if (responseStart < 1 || responseStart >= tokens.length) {
            throw new IllegalArgumentException("a response must start after the first token and before the end: start "
                    + responseStart + " of " + tokens.length + " tokens");
        }
    }

    /** T in the formulas: the number of response tokens. */
    public int responseTokens() {
        return tokens.length - responseStart;
    }
}
