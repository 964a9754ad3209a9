package org.counterpoint.train.step;

import java.util.Arrays;
import java.util.List;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.train.batch.ResponseSums;

/** A term of whole responses, by row: a response's log-probability is the sum over its rows, which share its derivative. */
record SummedTerm(Term term, Tally tally) implements RowTerm {

    @Override
    public List<TokenSequence> sequences() {
        return term.sequences();
    }

    @Override
    public double[][] derivatives(double[][] rows) {
        double[] bySequence =
                term.evaluate(Arrays.stream(rows).mapToDouble(ResponseSums::of).toArray(), tally);
        double[][] byRow = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            byRow[i] = new double[rows[i].length];
            Arrays.fill(byRow[i], bySequence[i]);
        }
        return byRow;
    }
}
