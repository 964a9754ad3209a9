package org.counterpoint.train.step;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.RowScores;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.train.batch.BinPacking;
import org.counterpoint.train.batch.ResponseSums;
import org.counterpoint.train.batch.SequenceScorer;
import org.counterpoint.train.settings.TrainSettings.Forward;

/**
 * Forward and backward passes over terms, cut into micro-batches. A term's derivatives depend on its own
 * log-probabilities and on a divisor known beforehand, so the cut changes nothing but rounding.
 *
 * @param microBatchTokens positions computed at once; a term that needs more goes in two passes
 */
public record GroupPasses(TrainableModel model, Forward forward, int microBatchTokens) {

    /** Adds the terms' gradients to the model's and takes their losses down; returns how many positions it computed. */
    public long accumulate(List<Term> terms, Tally tally) {
        long positions = 0;
        for (List<Term> batch : BinPacking.pack(cut(terms), this::positions, microBatchTokens)) {
            Term first = batch.get(0);
            if (batch.size() == 1 && first.sequences().size() > 1 && positions(first) > microBatchTokens) {
                positions += inTwoPasses(first, tally);
            } else {
                positions += together(batch, tally);
            }
        }
        return positions;
    }

    /** Takes the terms' losses down without gradients. */
    public void score(List<Term> terms, Tally tally) {
        List<Term> cut = cut(terms);
        double[][] scores = scores(cut);
        for (int i = 0; i < scores.length; i++) {
            cut.get(i).evaluate(scores[i], tally);
        }
    }

    /** The scores of each term's sequences, without gradients. */
    public double[][] scores(List<Term> cut) {
        SequenceScorer scorer = new SequenceScorer(model, shared(), microBatchTokens);
        return scorer.score(cut.stream().map(Term::sequences).toList());
    }

    private long together(List<Term> batch, Tally tally) {
        TokenBatch tokens = tokens(batch);
        try (TrainableModel.Pass pass = model.forward(tokens)) {
            RowScores rows = pass.scores();
            double[] logps = ResponseSums.of(rows);
            double[] derivatives = new double[logps.length];
            int at = 0;
            for (Term term : batch) {
                int n = term.sequences().size();
                double[] own = new double[n];
                System.arraycopy(logps, at, own, 0, n);
                System.arraycopy(term.evaluate(own, tally), 0, derivatives, at, n);
                at += n;
            }
            pass.backward(ResponseSums.derivativesByRow(derivatives, rows.starts()));
        }
        return tokens.positions();
    }

    /** Scores without gradients, then each response alone, back-propagating its derivative: the same gradient. */
    private long inTwoPasses(Term term, Tally tally) {
        List<TokenSequence> sequences = term.sequences();
        double[] logps =
                new SequenceScorer(model.learningScorer(), false, microBatchTokens).score(List.of(sequences))[0];
        double[] derivatives = term.evaluate(logps, tally);
        long positions = 0;
        for (int i = 0; i < derivatives.length; i++) {
            TokenBatch alone = TokenBatch.of(List.of(sequences.get(i)));
            positions += 2L * alone.positions();
            try (TrainableModel.Pass pass = model.forward(alone)) {
                pass.backward(ResponseSums.derivativesByRow(
                        new double[] {derivatives[i]}, pass.scores().starts()));
            }
        }
        return positions;
    }

    /** The terms as they are computed: a pair by itself where the setting says so. */
    public List<Term> cut(List<Term> terms) {
        if (forward != Forward.PAIRWISE) {
            return terms;
        }
        List<Term> single = new ArrayList<>();
        for (Term term : terms) {
            if (term instanceof PairTerm pairs) {
                single.addAll(pairs.single());
            } else {
                single.add(term);
            }
        }
        return single;
    }

    private int positions(Term term) {
        return tokens(List.of(term)).positions();
    }

    private TokenBatch tokens(List<Term> batch) {
        return new TokenBatch(batch.stream().map(Term::sequences).toList(), shared());
    }

    private boolean shared() {
        return forward == Forward.SHARED_PREFIX;
    }
}
