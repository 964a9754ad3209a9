package org.counterpoint.train.batch;

/**
 * How long a text may be.
 *
 * @param tokens with its prompt, at most
 * @param ofModel whether the model's positions set it, and not {@code max_length}
 */
public record LengthLimit(int tokens, boolean ofModel) {
    /** {@code max_length}, or the model's positions where these are fewer: beyond them it has learnt nothing. */
    public static LengthLimit of(int maxLength, int positions) {
        return new LengthLimit(Math.min(maxLength, positions), positions < maxLength);
    }

    /** What sets it, as the end of a sentence. */
    public String words() {
        return ofModel ? "the model has " + tokens + " positions" : "max_length is " + tokens;
    }

    /** What lets a longer text pass, as the beginning of a sentence. */
    public String mend() {
        return ofModel ? "shorten the data" : "raise max_length";
    }
}
