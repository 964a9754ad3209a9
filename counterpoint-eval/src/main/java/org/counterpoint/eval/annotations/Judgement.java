package org.counterpoint.eval.annotations;

import org.counterpoint.data.Origin;
import org.counterpoint.data.Texts;
import org.jspecify.annotations.Nullable;

/**
 * What figures need of an annotation; the answers themselves are left in the file.
 *
 * @param instruction to the letter; the unit that everything joins on
 * @param score how much the candidate is preferred, {@code preference - 1}, in [0, 1]; NaN where there is no verdict
 * @param baselineLength of {@code output_1} in Unicode code points
 * @param candidateLength of {@code output_2} in Unicode code points
 * @param baselineHash tells baseline answers apart between files
 * @param empty whether one of the two answers is nothing but whitespace
 * @param origin where the row stands
 */
public record Judgement(
        String instruction,
        double score,
        int baselineLength,
        int candidateLength,
        int baselineHash,
        boolean empty,
        @Nullable String dataset,
        @Nullable BothOrders orders,
        Origin origin) {

    static Judgement of(AnnotationRow row) {
        var annotation = row.annotation();
        Double preference = annotation.preference();
        return new Judgement(
                annotation.instruction(),
                preference == null ? Double.NaN : preference - 1,
                annotation.output1().codePointCount(0, annotation.output1().length()),
                annotation.output2().codePointCount(0, annotation.output2().length()),
                annotation.output1().hashCode(),
                Texts.isEmpty(annotation.output1()) || Texts.isEmpty(annotation.output2()),
                row.dataset(),
                row.orders(),
                annotation.origin());
    }

    /** Whether the other says the same of answers that look the same. */
    boolean sameVerdict(Judgement other) {
        return Double.compare(score, other.score) == 0 && sameAnswers(other);
    }

    /** Whether both are about the same two answers, as far as their hash and length tell. */
    public boolean sameAnswers(Judgement other) {
        return baselineHash == other.baselineHash && candidateLength == other.candidateLength;
    }

    public boolean hasVerdict() {
        return !Double.isNaN(score);
    }
}
