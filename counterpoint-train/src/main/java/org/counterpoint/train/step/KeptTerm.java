package org.counterpoint.train.step;

import java.util.Arrays;
import java.util.List;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.train.batch.ResponseSums;
import org.counterpoint.train.ranks.Ranks;

/** A term whose scores are kept as a pass computes them: other ranks are to know them. */
final class KeptTerm implements RowTerm {
    private final Term term;
    private final Ranks ranks;
    private double[] scores = {};

    KeptTerm(Term term, Ranks ranks) {
        this.term = term;
        this.ranks = ranks;
    }

    @Override
    public List<TokenSequence> sequences() {
        return term.sequences();
    }

    @Override
    public double[][] derivatives(double[][] rows) {
        ranks.check();
        scores = Arrays.stream(rows).mapToDouble(ResponseSums::of).toArray();
        return new SummedTerm(term, new Tally()).derivatives(rows);
    }

    /** Of its sequences. */
    double[] scores() {
        return scores;
    }
}
