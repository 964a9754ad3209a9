package org.counterpoint.train.step;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.RowScores;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.train.batch.BinPacking;
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
        return accumulate(
                cut(terms).stream().map(term -> new SummedTerm(term, tally)).toList());
    }

    /** Adds the terms' gradients to the model's; returns how many positions it computed. */
    public long accumulate(List<? extends RowTerm> terms) {
        return accumulate(terms, LastPass.unwatched());
    }

    /** The same, the last pass of it watched. */
    long accumulate(List<? extends RowTerm> terms, LastPass watched) {
        long positions = 0;
        List<? extends List<? extends RowTerm>> batches = BinPacking.pack(terms, this::positions, microBatchTokens);
        for (int i = 0; i < batches.size(); i++) {
            LastPass last = i == batches.size() - 1 ? watched : LastPass.unwatched();
            List<? extends RowTerm> batch = batches.get(i);
            RowTerm first = batch.get(0);
            if (batch.size() == 1 && first.sequences().size() > 1 && positions(first) > microBatchTokens) {
                positions = inTwoPasses(first, positions, last);
            } else {
                positions = together(batch, positions, last);
            }
        }
        if (batches.isEmpty()) {
            watched.scored(0);
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
        return scorer().score(cut.stream().map(Term::sequences).toList());
    }

    /** What the model gives by row of each group's sequences, without gradients. */
    public double[][][] rows(List<List<TokenSequence>> groups) {
        return scorer().scoreRows(groups);
    }

    private SequenceScorer scorer() {
        return new SequenceScorer(model, shared(), microBatchTokens);
    }

    /** @return how many positions are computed with those before */
    private long together(List<? extends RowTerm> batch, long before, LastPass last) {
        TokenBatch tokens = tokens(batch);
        long positions = before + tokens.positions();
        try (TrainableModel.Pass pass = model.forward(tokens)) {
            RowScores rows = pass.scores();
            double[] derivatives = new double[rows.values().length];
            int at = 0;
            for (RowTerm term : batch) {
                double[][] own = new double[term.sequences().size()][];
                for (int i = 0; i < own.length; i++) {
                    own[i] = rows.of(at + i);
                }
                double[][] back = term.derivatives(own);
                for (int i = 0; i < own.length; i++) {
                    System.arraycopy(back[i], 0, derivatives, rows.starts()[at + i], back[i].length);
                }
                at += own.length;
            }
            last.scored(positions);
            pass.backward(derivatives, last::partDone);
        }
        return positions;
    }

    /** Scores without gradients, then each response alone, back-propagating its derivatives: the same gradient. */
    private long inTwoPasses(RowTerm term, long before, LastPass watched) {
        List<TokenSequence> sequences = term.sequences();
        double[][] rows =
                new SequenceScorer(model.learningScorer(), false, microBatchTokens).scoreRows(List.of(sequences))[0];
        double[][] derivatives = term.derivatives(rows);
        List<TokenBatch> alone = sequences.stream()
                .map(sequence -> TokenBatch.of(List.of(sequence)))
                .toList();
        long positions = before
                + alone.stream().mapToLong(batch -> 2L * batch.positions()).sum();
        watched.scored(positions);
        for (int i = 0; i < derivatives.length; i++) {
            LastPass last = i == derivatives.length - 1 ? watched : LastPass.unwatched();
            try (TrainableModel.Pass pass = model.forward(alone.get(i))) {
                pass.backward(derivatives[i], last::partDone);
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

    /** How many positions a term takes in a pass. */
    int positions(RowTerm term) {
        return tokens(List.of(term)).positions();
    }

    private TokenBatch tokens(List<? extends RowTerm> batch) {
        return new TokenBatch(batch.stream().map(RowTerm::sequences).toList(), shared());
    }

    private boolean shared() {
        return forward == Forward.SHARED_PREFIX;
    }
}
