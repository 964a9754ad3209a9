package org.counterpoint.eval.annotations;

import org.counterpoint.eval.Annotation;
import org.jspecify.annotations.Nullable;

/**
 * An annotation with what its row tells besides.
 *
 * @param dataset the part of the test set that the instruction is from
 * @param orders what the judge said in either order; null where it was asked once
 */
public record AnnotationRow(
        Annotation annotation,
        @Nullable String dataset,
        @Nullable BothOrders orders) {}
