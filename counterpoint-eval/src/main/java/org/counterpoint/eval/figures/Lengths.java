package org.counterpoint.eval.figures;

import java.util.List;
import org.counterpoint.eval.annotations.Judgement;

/** The length term of the length-controlled win rate. */
final class Lengths {
    private Lengths() {}

    /**
     * {@code tanh(d / sd(d))} of each row, d the baseline's length less the candidate's; sd with n - 1 over all rows,
     * those without a verdict too. 0 where all d are equal.
     */
    static double[] terms(List<Judgement> judgements) {
        double[] terms = judgements.stream()
                .mapToDouble(j -> (double) j.baselineLength() - j.candidateLength())
                .toArray();
        double spread = SampleDeviation.of(terms);
        for (int i = 0; i < terms.length; i++) {
            terms[i] = spread > 0 ? Math.tanh(terms[i] / spread) : 0;
        }
        return terms;
    }
}
