package org.counterpoint.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.counterpoint.engine.RowScores;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TokenSequence;

/**
 * A batch laid out row after row without padding: P rows, one a computed position.
 *
 * @param tokens [P] token ids
 * @param positions [P] each row's place in its own sequence
 * @param sequenceLengths [P] tokens of the sequence that a row belongs to (for rope that depends on it)
 * @param segments which rows attend to which
 * @param scoredRows [R] the rows whose numbers are asked for, sequence after sequence
 * @param targets [R] the response tokens that these rows predict; empty where whole texts are scored
 * @param draws [P] what random numbers of a row are a function of; empty where none are drawn
 * @param starts [N + 1] where each sequence's part of {@code scoredRows} begins; the last is R
 */
record Packing(
        int[] tokens,
        int[] positions,
        int[] sequenceLengths,
        List<Segment> segments,
        int[] scoredRows,
        int[] targets,
        long[] draws,
        int[] starts) {

    /**
     * Rows that attend to themselves, causally, and to all rows of a prefix (a shared prompt).
     *
     * @param start first row
     * @param length rows
     * @param prefixStart first row of the prefix
     * @param prefixLength rows of the prefix, 0 for none
     */
    record Segment(int start, int length, int prefixStart, int prefixLength) {}

    /** Segments that see rows of each other's, together; those with the most products first. */
    static List<List<Segment>> families(List<Segment> segments) {
        return segments.stream()
                .collect(Collectors.groupingBy(
                        s -> s.prefixLength() == 0 ? s.start() : s.prefixStart(), TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .sorted(Comparator.comparingLong(Packing::products).reversed())
                .toList();
    }

    private static long products(List<Segment> family) {
        return family.stream()
                .mapToLong(s -> (long) s.length() * (s.prefixLength() + s.length()))
                .sum();
    }

    /** Rows computed. */
    int rows() {
        return tokens.length;
    }

    /** @param values [R] */
    RowScores scores(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, r -> values[r]);
        return new RowScores(wide, starts);
    }

    /**
     * The rows that predict a response token each. A sequence's last token predicts nothing, so it has no row.
     */
    static Packing ofResponses(TokenBatch batch) {
        return new Builder(batch, true).build((builder, at) -> {
            int[] tokens = at.sequence().tokens();
            for (int t = at.sequence().responseStart(); t < tokens.length; t++) {
                builder.scored.add(at.row(t - 1));
                builder.targets.add(tokens[t]);
            }
        });
    }

    /**
     * One row a sequence: that of its last token that is not the padding token, or the first where all are, as in
     * transformers.
     *
     * @param padToken -1 where there is none
     */
    static Packing ofTexts(TokenBatch batch, int padToken) {
        return new Builder(batch, false)
                .build((builder, at) ->
                        builder.scored.add(at.row(lastToken(at.sequence().tokens(), padToken))));
    }

    /** As {@link #ofTexts(TokenBatch, int)}, of one text of at least one token. */
    static Packing ofText(int[] tokens, int padToken) {
        int[] positions = new int[tokens.length];
        Arrays.setAll(positions, i -> i);
        int[] lengths = new int[tokens.length];
        Arrays.fill(lengths, tokens.length);
        List<Segment> whole = List.of(new Segment(0, tokens.length, 0, 0));
        int[] row = {lastToken(tokens, padToken)};
        return new Packing(tokens, positions, lengths, whole, row, new int[0], new long[0], new int[] {0, 1});
    }

    private static int lastToken(int[] tokens, int padToken) {
        int last = tokens.length - 1;
        while (last > 0 && tokens[last] == padToken) {
            last--;
        }
        return last;
    }

    /** Where a sequence lies: its tokens before {@code prompt} from one row on, the others from another. */
    private record Placed(TokenSequence sequence, int promptRow, int responseRow) {
        int row(int token) {
            int prompt = sequence.responseStart();
            return token < prompt ? promptRow + token : responseRow + token - prompt;
        }
    }

    @FunctionalInterface
    private interface Scoring {
        void add(Builder builder, Placed sequence);
    }

    private static final class Builder {
        private final TokenBatch batch;
        /** How many of a sequence's last tokens have no row. */
        private final int left;

        private final IntList tokens = new IntList();
        private final IntList positions = new IntList();
        private final IntList lengths = new IntList();
        private final IntList scored = new IntList();
        private final IntList targets = new IntList();
        private final IntList starts = new IntList();
        private final LongStream.Builder draws = LongStream.builder();
        private final List<Segment> segments = new ArrayList<>();

        Builder(TokenBatch batch, boolean withoutLast) {
            this.batch = batch;
            this.left = withoutLast ? 1 : 0;
        }

        Packing build(Scoring scoring) {
            for (List<TokenSequence> group : batch.groups()) {
                int promptRow = tokens.size();
                for (int i = 0; i < group.size(); i++) {
                    TokenSequence sequence = group.get(i);
                    starts.add(scored.size());
                    scoring.add(
                            this, i == 0 || !batch.sharedPrompt() ? whole(sequence) : response(sequence, promptRow));
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
                    draws.build().toArray(),
                    starts.toArray());
        }

        private Placed whole(TokenSequence sequence) {
            int row = tokens.size();
            addRows(sequence, 0);
            segments.add(new Segment(row, tokens.size() - row, row, 0));
            return new Placed(sequence, row, row + sequence.responseStart());
        }

        /** The prompt's rows are those of the group's first sequence. */
        private Placed response(TokenSequence sequence, int promptRow) {
            int prompt = sequence.responseStart();
            int row = tokens.size();
            addRows(sequence, prompt);
            if (tokens.size() > row) {
                segments.add(new Segment(row, tokens.size() - row, promptRow, prompt));
            }
            return new Placed(sequence, promptRow, row);
        }

        private void addRows(TokenSequence sequence, int from) {
            int length = sequence.tokens().length;
            for (int t = from; t < length - left; t++) {
                tokens.add(sequence.tokens()[t]);
                positions.add(t);
                draws.add(Dropout.key(sequence, t));
                lengths.add(length);
            }
        }
    }
}
