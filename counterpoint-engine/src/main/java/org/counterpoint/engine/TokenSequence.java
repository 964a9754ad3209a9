package org.counterpoint.engine;

/**
 * A prompt and one response as token ids.
 *
 * @param tokens prompt tokens, then response tokens
 * @param responseStart index of the first response token; at least 1, less than {@code tokens.length}
 * @param group which group of the data it is of, and
 * @param response which of the group's responses it is: random numbers of training are a function of both
 */
public record TokenSequence(int[] tokens, int responseStart, long group, int response) {
    public TokenSequence {
        if (responseStart < 1 || responseStart >= tokens.length) {
            throw new IllegalArgumentException("a response must start after the first token and before the end: start "
                    + responseStart + " of " + tokens.length + " tokens");
        }
    }

    /** One that is nobody's. */
    public TokenSequence(int[] tokens, int responseStart) {
        this(tokens, responseStart, 0, 0);
    }

    /** T in the formulas: the number of response tokens. */
    public int responseTokens() {
        return tokens.length - responseStart;
    }
}
