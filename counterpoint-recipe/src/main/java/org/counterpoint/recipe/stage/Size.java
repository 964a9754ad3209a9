package org.counterpoint.recipe.stage;

/**
 * How much an input or output holds, as far as it can be guessed.
 *
 * @param rows of a file
 * @param tokens in all rows together, prompts and answers
 * @param parameters of a model
 */
public record Size(long rows, long tokens, long parameters) {
    public static final Size NONE = new Size(0, 0, 0);

    public static Size of(long rows, long tokens) {
        return new Size(rows, tokens, 0);
    }

    Size plus(Size other) {
        return new Size(rows + other.rows, tokens + other.tokens, parameters + other.parameters);
    }

    /** A part of the rows, with as great a part of the tokens. */
    Size part(long some) {
        return new Size(some, rows == 0 ? 0 : Math.round((double) tokens * some / rows), parameters);
    }
}
