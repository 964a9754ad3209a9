package org.counterpoint.recipe.stage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How much an input or output holds, as far as it can be guessed.
 *
 * @param rows of a file
 * @param tokens in all rows together, prompts and answers
 * @param parameters of a model
 * @param shape of a model: the folder that it has its shape from; null of anything else, and where it is not known
 */
public record Size(
        long rows, long tokens, long parameters, @Nullable Path shape) {
    public static final Size NONE = new Size(0, 0, 0);

    public Size(long rows, long tokens, long parameters) {
        this(rows, tokens, parameters, null);
    }

    public static Size of(long rows, long tokens) {
        return new Size(rows, tokens, 0);
    }

    Size plus(Size other) {
        return new Size(
                rows + other.rows,
                tokens + other.tokens,
                parameters + other.parameters,
                shape == null ? other.shape : shape);
    }

    /** A part of the rows, with as great a part of the tokens. */
    Size part(long some) {
        return new Size(some, rows == 0 ? 0 : Math.round((double) tokens * some / rows), parameters, shape);
    }
}
