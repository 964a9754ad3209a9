package org.counterpoint.engine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sequences that go through the model together, without padding.
 *
 * @param groups the sequences, gathered by prompt; a flat numbering of all sequences, group after
 *     group, is the order of log-probabilities and their gradients
 * @param groups with a shared prompt, sequences that do not begin with the same prompt are a group each
 * @param sharedPrompt whether each group's prompt is computed once
 */
public record TokenBatch(List<List<TokenSequence>> groups, boolean sharedPrompt) {
    public TokenBatch {
        groups = groups.stream()
                .flatMap(group -> sharedPrompt && !haveOnePrompt(group)
                        ? group.stream().map(List::of)
                        : Stream.of(List.copyOf(group)))
                .toList();
    }

    private static boolean haveOnePrompt(List<TokenSequence> group) {
        TokenSequence first = group.isEmpty() ? null : group.get(0);
        return first == null
                || group.stream()
                        .allMatch(other -> other.responseStart() == first.responseStart()
                                && Arrays.mismatch(
                                                first.tokens(),
                                                0,
                                                first.responseStart(),
                                                other.tokens(),
                                                0,
                                                first.responseStart())
                                        < 0);
    }

    /** The same, in the same flat order, with nothing shared. */
    public TokenBatch apart() {
        return of(sequences());
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
