package org.counterpoint.engine.decode;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.counterpoint.engine.arch.Architecture;

/** From what the last layer leaves of some rows' last columns to their logits. */
final class VocabularyPass {
    private final Decoder decoder;
    private final Architecture config;
    private final Team team;
    private final int rows;
    private final int stride;
    private final float[] normed;
    /** [rows, stride] */
    private final float[] logits;
    /** The likeliest of each member's share, by member and row. */
    private final int[][] best;

    VocabularyPass(Decoder decoder, int rows) {
        this.decoder = decoder;
        this.config = decoder.config();
        this.team = decoder.team();
        this.rows = rows;
        this.stride = Tiles.wholeTiles(config.vocabulary().size());
        this.normed = new float[Tiles.wholeBlocks(rows) * config.hiddenSize()];
        this.logits = new float[Tiles.wholeBlocks(rows) * stride];
        this.best = new int[team.size()][rows];
    }

    /** @param hidden [rows, hidden] */
    private void run(float[] hidden) {
        Rms.normInterleaved(hidden, rows, decoder.finalNorm(), config.norms().eps(), normed);
        team.run(member -> {
            Matrix vocabulary = decoder.vocabulary();
            int from = team.from(member, vocabulary.tiles());
            int to = team.from(member + 1, vocabulary.tiles());
            vocabulary.multiply(normed, rows, from, to, logits, stride);
            shape(from * Tiles.TILE, to * Tiles.TILE);
            findBest(member, from * Tiles.TILE, Math.min(config.vocabulary().size(), to * Tiles.TILE));
        });
    }

    /** Scales and caps logits, where the model does so. */
    private void shape(int from, int to) {
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

    private void findBest(int member, int from, int to) {
        for (int row = 0; row < rows; row++) {
            int at = row * stride;
            int found = from;
            for (int i = from + 1; i < to; i++) {
                if (logits[at + i] > logits[at + found]) {
                    found = i;
                }
            }
            best[member][row] = found;
        }
    }

    /** The likeliest token of each row, the first among equals. */
    int[] likeliest(float[] hidden) {
        run(hidden);
        int[] tokens = best[0].clone();
        for (int member = 1; member < best.length; member++) {
            for (int row = 0; row < rows; row++) {
                int other = best[member][row];
                if (other < config.vocabulary().size()
                        && logits[row * stride + other] > logits[row * stride + tokens[row]]) {
                    tokens[row] = other;
                }
            }
        }
        return tokens;
    }

    /** A row's [vocabulary] logits each. */
    float[][] logits(float[] hidden) {
        run(hidden);
        float[][] all = new float[rows][];
        Arrays.setAll(
                all,
                row -> Arrays.copyOfRange(
                        logits, row * stride, row * stride + config.vocabulary().size()));
        return all;
    }
}
