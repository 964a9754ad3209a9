package org.counterpoint.engine.decode;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.vector.VectorMath;

/** From what the last layer leaves of some rows' last columns to their logits. */
final class VocabularyPass {
    private static final int NONE = -1;

    private final Decoder decoder;
    private final Architecture config;
    private final Team team;
    private final int stride;
    private final Operand normed;
    /** For one row. */
    private final float[] room;
    /** [rows, stride] */
    private final float[] logits;
    /** The likeliest of what each member took, by member and row. */
    private final int[][] best;

    /** @param most rows at once */
    VocabularyPass(Decoder decoder, int most) {
        this.decoder = decoder;
        this.config = decoder.config();
        this.team = decoder.team();
        this.stride = Tiles.wholeTiles(config.vocabulary().size());
        this.normed = Operand.of(most, List.of(decoder.vocabulary()));
        this.room = new float[config.hiddenSize()];
        this.logits = new float[Tiles.wholeBlocks(most) * stride];
        this.best = new int[team.size()][most];
    }

    /** What a member does with some of the logits, while they are near. */
    @FunctionalInterface
    private interface Logits {
        void take(int member, int from, int to);
    }

    /** @param hidden [rows, hidden] */
    private void run(float[] hidden, int rows, Logits then) {
        Rms.norm(hidden, rows, decoder.finalNorm(), config.norms().eps(), room, normed);
        Matrix vocabulary = decoder.vocabulary();
        int size = config.vocabulary().size();
        decoder.run(member -> team.share(vocabulary.tiles(), vocabulary.least(rows, team.size()), (from, to) -> {
            vocabulary.multiply(normed, rows, from, to, logits, stride);
            shape(rows, from * Tiles.TILE, to * Tiles.TILE);
            then.take(member, from * Tiles.TILE, Math.min(size, to * Tiles.TILE));
        }));
    }

    /** Scales and caps logits, where the model does so. */
    private void shape(int rows, int from, int to) {
        float scale = (float) config.scales().logits();
        float cap = (float) config.softCaps().logits();
        if (scale == 1 && cap == 0) {
            return;
        }
        for (int row = 0; row < rows; row++) {
            for (int at = row * stride + from; at < row * stride + to; at += Tiles.LANES) {
                FloatVector scaled =
                        FloatVector.fromArray(Tiles.SPECIES, logits, at).mul(scale);
                (cap == 0 ? scaled : VectorMath.capped(scaled, cap)).intoArray(logits, at);
            }
        }
    }

    private void findBest(int rows, int member, int from, int to) {
        for (int row = 0; row < rows; row++) {
            int at = row * stride;
            int found = best[member][row];
            for (int i = from; i < to; i++) {
                if (found == NONE || logits[at + i] > logits[at + found]) {
                    found = i;
                }
            }
            best[member][row] = found;
        }
    }

    /**
     * The likeliest token of each row, the first among equals.
     *
     * @param hidden [rows, hidden] at least
     */
    int[] likeliest(float[] hidden, int rows) {
        for (int[] own : best) {
            Arrays.fill(own, NONE);
        }
        run(hidden, rows, (member, from, to) -> findBest(rows, member, from, to));
        int[] tokens = new int[rows];
        Arrays.setAll(tokens, row -> likeliest(row));
        return tokens;
    }

    private int likeliest(int row) {
        int found = NONE;
        for (int[] own : best) {
            int other = own[row];
            if (other != NONE && (found == NONE || before(row * stride, other, found))) {
                found = other;
            }
        }
        return found;
    }

    private boolean before(int at, int one, int other) {
        return logits[at + one] > logits[at + other] || one < other && !(logits[at + other] > logits[at + one]);
    }

    /** A row's [vocabulary] logits each. */
    float[][] logits(float[] hidden, int rows) {
        float[][] all = new float[rows][config.vocabulary().size()];
        run(hidden, rows, (member, from, to) -> {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(logits, row * stride + from, all[row], from, to - from);
            }
        });
        return all;
    }
}
