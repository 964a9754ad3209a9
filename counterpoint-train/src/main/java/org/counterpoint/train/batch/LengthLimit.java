package org.counterpoint.train.batch;

import org.jspecify.annotations.Nullable;

/**
 * How long a text may be.
 *
 * @param tokens with its prompt, at most
 * @param model whose positions set it, such as {@code the model}; null where {@code max_length} does
 */
public record LengthLimit(int tokens, @Nullable String model) {
    /** {@code max_length}, or the model's positions where these are fewer: beyond them it has learnt nothing. */
    public static LengthLimit of(int maxLength, int positions) {
        return new LengthLimit(maxLength, null).within("the model", positions);
    }

    /** The same, or the positions of another model that reads the same texts, where these are fewer. */
    public LengthLimit within(String other, int positions) {
        return positions < tokens ? new LengthLimit(positions, other) : this;
    }

    /** Whether a model's positions set it, and not {@code max_length}. */
    public boolean ofModel() {
        return model != null;
    }

    /** What sets it, as the end of a sentence. */
    public String words() {
        return model == null ? "max_length is " + tokens : model + " has " + tokens + " positions";
    }

    /** What lets a longer text pass, as the beginning of a sentence. */
    public String mend() {
        return ofModel() ? "shorten the data" : "raise max_length";
    }
}
