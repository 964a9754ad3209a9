package org.counterpoint.eval.annotations;

import org.jspecify.annotations.Nullable;

/** What is kept of a row of an annotation file. */
record JudgedRow(
        String baseline, String candidate, @Nullable String annotator, Judgement judgement) {
    static JudgedRow of(AnnotationRow row) {
        var annotation = row.annotation();
        return new JudgedRow(
                annotation.generator1(), annotation.generator2(), annotation.annotator(), Judgement.of(row));
    }
}
