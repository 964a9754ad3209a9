package org.counterpoint.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.RowScores;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TokenSequence;

/**
 * A batch laid out row after row without padding: P rows, one a computed position. A sequence's last token
 * predicts nothing, so it has no row.
 *
 * @param tokens [P] token ids
 * @param positions [P] each row's place in its own sequence
 * @param sequenceLengths [P] tokens of the sequence that a row belongs to (for rope that depends on it)
 * @param segments which rows attend to which
 * @param scoredRows [R] the row that predicts each response token, sequence after sequence
 * @param targets [R] the response tokens
 * @param responseStarts [N + 1] where each sequence's part of {@code scoredRows} begins; the last is R
 */
record Packing(
        int[] tokens,
        int[] positions,
        int[] sequenceLengths,
        List<Segment> segments,
        int[] scoredRows,
        int[] targets,
        int[] responseStarts) {

    /**
     * Rows that attend to themselves, causally, and to all rows of a prefix (a shared prompt).
     *
     * @param start first row
     * @param length rows
     * @param prefixStart first row of the prefix
     * @param prefixLength rows of the prefix, 0 for none
     */
    record Segment(int start, int length, int prefixStart, int prefixLength) {}

    /** Rows computed. */
    int rows() {
        return tokens.length;
    }

    /** @param values [R] */
    RowScores scores(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, r -> values[r]);
        return new RowScores(wide, responseStarts);
    }

    static Packing of(TokenBatch batch) {
        return new Builder(batch).build();
    }

    /** One text of which a single row is asked. */
    static Packing ofText(int[] tokens, int row) {
        int[] positions = new int[tokens.length];
        Arrays.setAll(positions, i -> i);
        int[] lengths = new int[tokens.length];
        Arrays.fill(lengths, tokens.length);
        List<Segment> whole = List.of(new Segment(0, tokens.length, 0, 0));
        return new Packing(tokens, positions, lengths, whole, new int[] {row}, new int[0], new int[0]);
    }

    private static final class Builder {
        private final TokenBatch batch;
        private final IntList tokens = new IntList();
        private final IntList positions = new IntList();
        private final IntList lengths = new IntList();
        private final IntList scored = new IntList();
        private final IntList targets = new IntList();
        private final IntList starts = new IntList();
        private final List<Segment> segments = new ArrayList<>();

        Builder(TokenBatch batch) {
            this.batch = batch;
        }

        Packing build() {
            for (List<TokenSequence> group : batch.groups()) {
                int promptRow = tokens.size();
                for (int i = 0; i < group.size(); i++) {
                    if (i == 0 || !batch.sharedPrompt()) {
                        addWhole(group.get(i));
                    } else {
                        addResponse(group.get(0), group.get(i), promptRow);
                    }
                }
            }
            starts.add(scored.size());
            return new Packing(
                    tokens.toArray(),
                    positions.toArray(),
                    lengths.toArray(),
                    List.copyOf(segments),
                    scored.toArray(),
                    targets.toArray(),
                    starts.toArray());
        }

        private void addWhole(TokenSequence sequence) {
            int row = tokens.size();
            int rows = sequence.tokens().length - 1;
            addRows(sequence, 0);
            segments.add(new Segment(row, rows, row, 0));
            starts.add(scored.size());
            for (int t = sequence.responseStart(); t <= rows; t++) {
                scored.add(row + t - 1);
                targets.add(sequence.tokens()[t]);
            }
        }

        /** The prompt's rows are those of the group's first sequence. */
        private void addResponse(TokenSequence first, TokenSequence sequence, int promptRow) {
            int prompt = sequence.responseStart();
            if (prompt != first.responseStart()
                    || Arrays.mismatch(first.tokens(), 0, prompt, sequence.tokens(), 0, prompt) >= 0) {
                throw new ModelException("a shared prompt must be the same tokens in all responses of a group");
            }
            int row = tokens.size();
            int rows = sequence.responseTokens() - 1;
            addRows(sequence, prompt);
            if (rows > 0) {
                segments.add(new Segment(row, rows, promptRow, prompt));
            }
            starts.add(scored.size());
            for (int t = 0; t <= rows; t++) {
                scored.add(t == 0 ? promptRow + prompt - 1 : row + t - 1);
                targets.add(sequence.tokens()[prompt + t]);
            }
        }

        private void addRows(TokenSequence sequence, int from) {
            int length = sequence.tokens().length;
            for (int t = from; t < length - 1; t++) {
                tokens.add(sequence.tokens()[t]);
                positions.add(t);
                lengths.add(length);
            }
        }
    }
}
