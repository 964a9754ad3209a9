package org.counterpoint.engine;

import java.util.List;

/**
 * Sequences that go through the model together, without padding.
 *
 * @param groups the sequences, gathered by prompt; a flat numbering of all sequences, group after
 *     group, is the order of log-probabilities and their gradients
 * @param sharedPrompt whether each group's prompt is computed once; then all sequences of a group have
 *     the same {@code responseStart} and the same tokens before it
 */
public record TokenBatch(List<List<TokenSequence>> groups, boolean sharedPrompt) {
    public TokenBatch {
        groups = groups.stream().map(List::copyOf).toList();
    }

    /** One group a sequence: nothing is shared. */
    public static TokenBatch of(List<TokenSequence> sequences) {
        return new TokenBatch(sequences.stream().map(List::of).toList(), false);
    }

    /** All sequences in the flat order. */
    public List<TokenSequence> sequences() {
        return groups.stream().flatMap(List::stream).toList();
    }

    /** How many positions the model computes for this batch. */
    public int positions() {
        int sum = 0;
        for (List<TokenSequence> group : groups) {
            for (int i = 0; i < group.size(); i++) {
                TokenSequence s = group.get(i);
                sum += sharedPrompt && i > 0 ? s.responseTokens() : s.tokens().length;
            }
        }
        return sum;
    }
}
