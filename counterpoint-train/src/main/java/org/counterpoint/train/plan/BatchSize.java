package org.counterpoint.train.plan;

import java.util.List;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TokenSequence;

/**
 * How much a pass computes at once.
 *
 * @param positions P, the rows that go through the layers: a sequence's last token has none
 * @param scored R, the rows whose logits are asked for
 * @param longest tokens of the longest sequence
 * @param pairs of a query and a key that it sees
 */
public record BatchSize(double positions, double scored, double longest, double pairs) {
    static final BatchSize NONE = new BatchSize(0, 0, 0, 0);

    static BatchSize of(TokenBatch batch) {
        double positions = 0;
        double scored = 0;
        double longest = 0;
        double pairs = 0;
        for (List<TokenSequence> group : batch.groups()) {
            for (int i = 0; i < group.size(); i++) {
                TokenSequence sequence = group.get(i);
                double prefix = batch.sharedPrompt() && i > 0 ? sequence.responseStart() : 0;
                double rows = sequence.tokens().length - prefix - 1;
                positions += rows;
                scored += sequence.responseTokens();
                longest = Math.max(longest, sequence.tokens().length);
                pairs += rows * prefix + rows * (rows + 1) / 2;
            }
        }
        return new BatchSize(positions, scored, longest, pairs);
    }

    /** Of both, one after the other. */
    BatchSize plus(BatchSize other) {
        return new BatchSize(
                positions + other.positions,
                scored + other.scored,
                Math.max(longest, other.longest),
                pairs + other.pairs);
    }

    /** As often as that. */
    BatchSize times(double factor) {
        return new BatchSize(positions * factor, scored * factor, longest, pairs * factor);
    }

    /** Room for either. */
    BatchSize or(BatchSize other) {
        return new BatchSize(
                Math.max(positions, other.positions),
                Math.max(scored, other.scored),
                Math.max(longest, other.longest),
                Math.max(pairs, other.pairs));
    }
}
