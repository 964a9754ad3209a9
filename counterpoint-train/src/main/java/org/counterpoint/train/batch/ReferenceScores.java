package org.counterpoint.train.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;
import org.counterpoint.engine.ScoringModel;
import org.counterpoint.store.Checksums;
import org.counterpoint.train.TrainingException;
import org.counterpoint.train.ranks.Ranks;
import org.counterpoint.train.settings.TrainSettings.Forward;
import org.counterpoint.train.settings.TrainSettings.Passes;

/** The reference's log-probability of every response of a store, kept on disk pass by pass. */
public final class ReferenceScores {
    private final Path file;
    private final TokenStore store;
    private final byte[] key;
    private final Passes passes;
    private final double[] scores;
    private int known;
    private int groups;
    private int blocks;

    private ReferenceScores(Path file, TokenStore store, Passes passes, byte[] key) {
        this.file = file;
        this.store = store;
        this.passes = passes;
        this.key = key;
        this.scores = new double[Math.toIntExact(store.summary().responses())];
    }

    /**
     * @param weights hash of the reference's weights and numeric configuration
     * @param precision the arithmetic, resolved
     */
    public static ReferenceScores open(Path file, TokenStore store, Passes passes, String precision, String weights)
            throws IOException {
        ReferenceScores scores = new ReferenceScores(file, store, passes, digest(store, passes, precision, weights));
        scores.readBack();
        return scores;
    }

    /** Scores that another process has computed, all of them. */
    public static ReferenceScores of(TokenStore store, Passes passes, double[] all) {
        ReferenceScores scores = new ReferenceScores(Path.of(""), store, passes, new byte[0]);
        System.arraycopy(all, 0, scores.scores, 0, scores.scores.length);
        scores.known = all.length;
        scores.groups = store.size();
        return scores;
    }

    /** A hash, in hex, of all that the scores depend on; parameters as of {@link #open}. */
    public static String key(TokenStore store, Passes passes, String precision, String weights) {
        return HexFormat.of().formatHex(digest(store, passes, precision, weights));
    }

    private static byte[] digest(TokenStore store, Passes passes, String precision, String weights) {
        String all = String.join(
                "\n",
                weights,
                precision,
                passes.forward().name(),
                Integer.toString(passes.microBatchTokens()),
                store.summary().content());
        return Checksums.sha256().digest(all.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether every response has its score. */
    public boolean complete() {
        return groups == store.size();
    }

    /** The reference's log-probabilities of the group's responses, in nats. */
    public double[] of(PreparedGroup group) {
        double[] own = new double[group.responses().size()];
        System.arraycopy(scores, Math.toIntExact(group.firstResponse()), own, 0, own.length);
        return own;
    }

    /** What is known so far, in the order of the store's responses. */
    public double[] known() {
        return Arrays.copyOf(scores, known);
    }

    /**
     * Computes what is missing.
     *
     * @param begun told of each round before it begins: the group that it begins with
     * @param done told how many groups are done
     * @throws TrainingException where a score is no number
     */
    public void complete(ScoringModel reference, Ranks ranks, LongConsumer begun, LongConsumer done)
            throws IOException {
        try (ScoreFile kept = ScoreFile.open(file, key)) {
            kept.dropFrom(blocks);
            while (!complete()) {
                begun.accept(groups);
                ScoreRound round = ScoreRound.from(store, groups, passes.microBatchTokens(), ranks.size());
                List<double[]> found = round.score(ranks, reference, window -> score(reference, passes, window));
                for (int w = 0; w < found.size(); w++) {
                    List<PreparedGroup> window = round.windows().get(w).groups();
                    take(window, found.get(w));
                    kept.add(window.size(), new double[][] {found.get(w)});
                    blocks++;
                }
                done.accept(groups);
            }
        }
    }

    /** Another rank's part of a round of {@link #complete}. */
    public static void help(ScoringModel reference, TokenStore store, Passes passes, Ranks ranks, long first)
            throws IOException {
        ScoreRound.from(store, (int) first, passes.microBatchTokens(), ranks.size())
                .score(ranks, reference, window -> score(reference, passes, window));
    }

    private static double[] score(ScoringModel reference, Passes passes, ScoreWindow window) {
        double[][] found = new SequenceScorer(
                        reference, passes.forward() == Forward.SHARED_PREFIX, passes.microBatchTokens())
                .score(window.groups().stream().map(PreparedGroup::sequences).toList());
        return Arrays.stream(found).flatMapToDouble(Arrays::stream).toArray();
    }

    private void take(List<PreparedGroup> window, double[] found) {
        int at = 0;
        for (PreparedGroup group : window) {
            for (PreparedGroup.Answer answer : group.responses()) {
                double score = found[at++];
                if (!Double.isFinite(score)) {
                    throw new TrainingException("the reference's log-probability of " + answer.model()
                            + "'s answer in group " + group.id() + " is " + score + " (" + answer.origin()
                            + ")\n  its weights may be damaged");
                }
                scores[known++] = score;
            }
        }
        groups += window.size();
    }

    private void readBack() throws IOException {
        try (ScoreFile kept = ScoreFile.open(file, key)) {
            for (ScoreFile.Block block : kept.blocks()) {
                if (!takeBack(block)) {
                    return;
                }
            }
        }
    }

    /** Takes over one block; false where it is more than there can be. */
    private boolean takeBack(ScoreFile.Block block) {
        int count = block.scores().length;
        if (block.groups() > store.size() - groups || count > scores.length - known) {
            return false;
        }
        System.arraycopy(block.scores(), 0, scores, known, count);
        known += count;
        groups += block.groups();
        blocks++;
        return true;
    }
}
