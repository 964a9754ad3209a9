package org.counterpoint.train.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.counterpoint.engine.RowScores;
import org.counterpoint.engine.ScoringModel;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TokenSequence;

/**
 * Scores without gradients, in batches by length.
 *
 * @param sharedPrompt whether the prompt of a group is computed once
 * @param microBatchTokens positions computed at once
 */
public record SequenceScorer(ScoringModel model, boolean sharedPrompt, int microBatchTokens) {

    /** @return for each group the log-probabilities of its sequences, in nats */
    public double[][] score(List<List<TokenSequence>> groups) {
        double[][][] rows = scoreRows(groups);
        double[][] sums = new double[rows.length][];
        for (int g = 0; g < sums.length; g++) {
            sums[g] = Arrays.stream(rows[g]).mapToDouble(ResponseSums::of).toArray();
        }
        return sums;
    }

    /** @return for each group and each of its sequences what the model gives by row */
    public double[][][] scoreRows(List<List<TokenSequence>> groups) {
        List<Item> items = new ArrayList<>();
        double[][][] scores = new double[groups.size()][][];
        for (int g = 0; g < groups.size(); g++) {
            List<TokenSequence> group = groups.get(g);
            scores[g] = new double[group.size()][];
            Item whole = new Item(g, 0, group);
            if (sharedPrompt && whole.positions(true) <= microBatchTokens) {
                items.add(whole);
            } else {
                for (int i = 0; i < group.size(); i++) {
                    items.add(new Item(g, i, List.of(group.get(i))));
                }
            }
        }
        for (List<Item> batch : BinPacking.pack(items, item -> item.positions(sharedPrompt), microBatchTokens)) {
            RowScores rows = model.scores(
                    new TokenBatch(batch.stream().map(Item::sequences).toList(), sharedPrompt));
            int next = 0;
            for (Item item : batch) {
                for (int i = 0; i < item.sequences().size(); i++) {
                    scores[item.group()][item.first() + i] = rows.of(next++);
                }
            }
        }
        return scores;
    }

    private record Item(int group, int first, List<TokenSequence> sequences) {
        int positions(boolean shared) {
            return sequences.isEmpty() ? 0 : new TokenBatch(List.of(sequences), shared).positions();
        }
    }
}
