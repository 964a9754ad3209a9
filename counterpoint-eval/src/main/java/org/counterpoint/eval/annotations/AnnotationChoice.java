package org.counterpoint.eval.annotations;

import org.jspecify.annotations.Nullable;

/**
 * Which rows of a file that mixes several are meant.
 *
 * @param candidate {@code generator_2}; null for that of the most rows
 * @param annotator null for that of the most rows
 */
public record AnnotationChoice(
        @Nullable String candidate, @Nullable String annotator) {
    /** What most rows hold. */
    public static final AnnotationChoice MOST = new AnnotationChoice(null, null);
}
