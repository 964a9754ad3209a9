package org.counterpoint.engine.decode;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.counterpoint.engine.weights.ModelConfig;
import org.jspecify.annotations.Nullable;

/**
 * One token more for every row, by a team: each member computes its share of a matrix's outputs for all rows, or of the
 * heads of all rows, and all meet before anyone reads what others wrote. Norms are cheap, so every member computes them
 * for itself.
 */
final class Step {
    private final Decoder decoder;
    private final ModelConfig config;
    private final Team team;
    private final int rows;
    private final int qkvStride;
    private final int hiddenStride;
    private final int gateUpStride;
    private final int activatedStride;
    private final int logitStride;

    /** [rows, hidden] the residual stream. */
    private final float[] x;

    private final float[] projected;
    private final float[] attended;
    private final float[] change;
    private final float[] gateUp;
    private final float[] activated;
    private final float[] logits;
    private final int[][] best;
    private final Scratch[] scratch;

    private float[] cos = new float[0];
    private float[] sin = new float[0];

    /** A member's own buffers. */
    private static final class Scratch {
        final float[] normed;
        final float[] query;
        final float[] key;
        final float[] out;
        final HeadAttention attention;

        Scratch(ModelConfig config, int rows) {
            normed = new float[rows * config.hiddenSize()];
            query = new float[config.headDim()];
            key = new float[config.headDim()];
            out = new float[config.headDim() + Tiles.LANES];
            attention = new HeadAttention(config.headDim());
        }
    }

    Step(Decoder decoder, int rows) {
        this.decoder = decoder;
        this.config = decoder.config();
        this.team = decoder.team();
        this.rows = rows;
        int blocks = Tiles.wholeBlocks(rows);
        int width = config.heads() * config.headDim();
        this.qkvStride = Tiles.wholeTiles((config.heads() + 2 * config.kvHeads()) * config.headDim());
        this.hiddenStride = Tiles.wholeTiles(config.hiddenSize());
        this.activatedStride = Tiles.wholeVectors(config.intermediateSize());
        this.gateUpStride = 2 * activatedStride;
        this.logitStride = Tiles.wholeTiles(config.vocabularySize());
        this.x = new float[blocks * config.hiddenSize()];
        this.projected = new float[blocks * qkvStride];
        this.attended = new float[blocks * width];
        this.change = new float[blocks * hiddenStride];
        this.gateUp = new float[blocks * gateUpStride];
        this.activated = new float[blocks * activatedStride];
        this.logits = new float[blocks * logitStride];
        this.best = new int[team.size()][rows];
        this.scratch = new Scratch[team.size()];
        Arrays.setAll(scratch, i -> new Scratch(config, blocks));
    }

    void run(KeyValues[][] caches, float[] embedded, float[] cosines, float[] sines) {
        System.arraycopy(embedded, 0, x, 0, rows * config.hiddenSize());
        cos = cosines;
        sin = sines;
        for (KeyValues[] layer : caches) {
            for (KeyValues cache : layer) {
                cache.grow();
            }
        }
        team.run(member -> compute(member, caches));
    }

    private void compute(int member, KeyValues[][] caches) {
        Scratch own = scratch[member];
        for (int i = 0; i < caches.length; i++) {
            LayerMatrices w = decoder.layers().get(i);
            norm(w.attentionNorm(), own.normed);
            multiply(w.qkv(), own.normed, projected, qkvStride, member);
            team.await();
            attend(w, caches[i], config.slidingWindows().get(i), own, member);
            team.await();
            multiply(w.output(), attended, change, hiddenStride, member);
            addChange(w.output(), member);
            team.await();
            norm(w.mlpNorm(), own.normed);
            multiply(w.gateUp(), own.normed, gateUp, gateUpStride, member);
            activate(w.gateUp(), member);
            team.await();
            multiply(w.down(), activated, change, hiddenStride, member);
            addChange(w.down(), member);
            team.await();
        }
        norm(decoder.finalNorm(), own.normed);
        multiply(decoder.vocabulary(), own.normed, logits, logitStride, member);
        findBest(member);
    }

    private void norm(float[] weight, float[] normed) {
        int hidden = config.hiddenSize();
        for (int row = 0; row < rows; row++) {
            Rms.norm(x, row * hidden, weight, config.rmsNormEps(), normed, row * hidden);
        }
    }

    private void multiply(Matrix matrix, float[] in, float[] out, int stride, int member) {
        int tiles = matrix.tiles();
        matrix.multiply(in, rows, team.from(member, tiles), team.from(member + 1, tiles), out, stride);
    }

    /** Adds a member's own outputs to the residual stream. */
    private void addChange(Matrix matrix, int member) {
        int from = team.from(member, matrix.tiles()) * Tiles.TILE;
        int to = Math.min(config.hiddenSize(), team.from(member + 1, matrix.tiles()) * Tiles.TILE);
        for (int row = 0; row < rows; row++) {
            int xAt = row * config.hiddenSize();
            int changeAt = row * hiddenStride;
            for (int i = from; i < to; i++) {
                x[xAt + i] += change[changeAt + i];
            }
        }
    }

    private void activate(Matrix matrix, int member) {
        int to = team.from(member + 1, matrix.tiles());
        for (int row = 0; row < rows; row++) {
            for (int tile = team.from(member, matrix.tiles()); tile < to; tile++) {
                int at = row * gateUpStride + tile * Tiles.TILE;
                VectorMath.gated(
                                FloatVector.fromArray(Tiles.SPECIES, gateUp, at),
                                FloatVector.fromArray(Tiles.SPECIES, gateUp, at + Tiles.LANES))
                        .intoArray(activated, row * activatedStride + tile * Tiles.LANES);
            }
        }
    }

    /** The member's share of all rows' key heads, each with the queries that look at it. */
    private void attend(LayerMatrices w, KeyValues[] caches, int window, Scratch own, int member) {
        int units = rows * config.kvHeads();
        int to = team.from(member + 1, units);
        for (int unit = team.from(member, units); unit < to; unit++) {
            attend(w, unit / config.kvHeads(), unit % config.kvHeads(), caches, window, own);
        }
    }

    private void attend(LayerMatrices w, int row, int head, KeyValues[] caches, int window, Scratch own) {
        int headDim = config.headDim();
        int group = config.heads() / config.kvHeads();
        KeyValues cache = caches[row];
        int at = row * qkvStride;
        turned(at + (config.heads() + head) * headDim, w.keyNorm(), row, own.key);
        cache.put(head, own.key, 0, projected, at + (config.heads() + config.kvHeads() + head) * headDim);
        int first = window == 0 ? 0 : Math.max(0, cache.length() - window);
        for (int q = head * group; q < (head + 1) * group; q++) {
            turned(at + q * headDim, w.queryNorm(), row, own.query);
            own.attention.attend(own.query, 0, cache, head, first, own.out, 0);
            System.arraycopy(own.out, 0, attended, (row * config.heads() + q) * headDim, headDim);
        }
    }

    /** A projected query or key, normed where the model does so, rotated to its row's position. */
    private void turned(int at, float @Nullable [] norm, int row, float[] into) {
        int half = config.headDim() / 2;
        if (norm == null) {
            System.arraycopy(projected, at, into, 0, 2 * half);
        } else {
            Rms.norm(projected, at, norm, config.rmsNormEps(), into, 0);
        }
        int angles = row * half;
        for (int i = 0; i < half; i++) {
            float a = into[i];
            float b = into[half + i];
            into[i] = a * cos[angles + i] - b * sin[angles + i];
            into[half + i] = b * cos[angles + i] + a * sin[angles + i];
        }
    }

    private void findBest(int member) {
        int tiles = decoder.vocabulary().tiles();
        int from = team.from(member, tiles) * Tiles.TILE;
        int to = Math.min(config.vocabularySize(), team.from(member + 1, tiles) * Tiles.TILE);
        for (int row = 0; row < rows; row++) {
            int at = row * logitStride;
            int found = from;
            for (int i = from + 1; i < to; i++) {
                if (logits[at + i] > logits[at + found]) {
                    found = i;
                }
            }
            best[member][row] = found;
        }
    }

    int[] likeliest() {
        int[] tokens = best[0].clone();
        for (int member = 1; member < best.length; member++) {
            for (int row = 0; row < rows; row++) {
                int other = best[member][row];
                if (other < config.vocabularySize()
                        && logits[row * logitStride + other] > logits[row * logitStride + tokens[row]]) {
                    tokens[row] = other;
                }
            }
        }
        return tokens;
    }

    float[][] logits() {
        float[][] all = new float[rows][];
        Arrays.setAll(
                all, row -> Arrays.copyOfRange(logits, row * logitStride, row * logitStride + config.vocabularySize()));
        return all;
    }
}
