package org.counterpoint.recipe.stage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How much an input or output holds, as far as it can be guessed.
 *
 * @param rows of a file
 * @param prompts in all rows together, each counted once
 * @param answers in all rows together
 * @param tokens in all rows together, prompts and answers
 * @param parameters of a model
 * @param shape of a model: the folder that it has its shape from; null of anything else, and where it is not known
 */
public record Size(
        long rows,
        long prompts,
        long answers,
        long tokens,
        long parameters,
        @Nullable Path shape) {
    public static final Size NONE = model(0, null);

    /** Of rows of an answer each, to a prompt each. */
    public static Size of(long rows, long tokens) {
        return groups(rows, rows, tokens);
    }

    /** Of rows of a prompt each, and of all their answers. */
    public static Size groups(long rows, long answers, long tokens) {
        return new Size(rows, rows, answers, tokens, 0, null);
    }

    /** Of rows of an answer each, several of them to one prompt. */
    static Size samples(long prompts, long rows, long tokens) {
        return new Size(rows, prompts, rows, tokens, 0, null);
    }

    public static Size model(long parameters, @Nullable Path shape) {
        return new Size(0, 0, 0, 0, parameters, shape);
    }

    /** Both, to the same prompts. */
    public Size plus(Size other) {
        return new Size(
                rows + other.rows,
                Math.max(prompts, other.prompts),
                answers + other.answers,
                tokens + other.tokens,
                parameters + other.parameters,
                shape == null ? other.shape : shape);
    }

    /** A part of the rows, with as great a part of all that they hold. */
    Size part(long some) {
        return new Size(some, part(prompts, some), part(answers, some), part(tokens, some), parameters, shape);
    }

    private long part(long all, long some) {
        return rows == 0 ? 0 : Math.round((double) all * some / rows);
    }

    /** How many answers a prompt has, at least one. */
    int answersEach() {
        return (int) Math.max(1, Math.round((double) answers / Math.max(1, prompts)));
    }

    /** Of prompts alone, as if all texts were of one length. */
    long promptTokens() {
        return Math.round((double) tokens * prompts / Math.max(1, prompts + answers));
    }
}
