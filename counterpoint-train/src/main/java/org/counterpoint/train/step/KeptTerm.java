package org.counterpoint.train.step;

import java.util.List;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.train.ranks.Ranks;

/** A term whose rows are kept as a pass computes them: other ranks are to know them. */
final class KeptTerm implements RowTerm {
    private final RowTerm term;
    private final Ranks ranks;
    private double[][] rows = {};

    KeptTerm(RowTerm term, Ranks ranks) {
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
        this.rows = rows;
        return term.derivatives(rows);
    }

    /** Of its sequences. */
    double[][] rows() {
        return rows;
    }
}
