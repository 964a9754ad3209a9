package org.counterpoint.engine.decode;

import java.util.Arrays;

/** Rows that are continued together: their caches and the buffers of a step. Not for several threads at once. */
public final class DecoderBatch {
    private final Decoder decoder;
    /** By layer, then row. */
    private final KeyValues[][] caches;

    private Step step;

    DecoderBatch(Decoder decoder, int rows) {
        this.decoder = decoder;
        this.caches = new KeyValues[decoder.config().layers()][rows];
        this.step = new Step(decoder, rows);
    }

    /**
     * Stores what a prompt left in a layer.
     *
     * @param keys rotated, [kvHeads, length, headDim]
     * @param values [kvHeads, length, headDim]
     */
    public void fill(int layer, int row, float[] keys, float[] values) {
        caches[layer][row] =
                new KeyValues(decoder.config().kvHeads(), decoder.config().headDim(), keys, values);
    }

    /** Keeps only these rows, in this order. */
    public void keep(int[] rows) {
        for (int layer = 0; layer < caches.length; layer++) {
            KeyValues[] all = caches[layer];
            caches[layer] = Arrays.stream(rows).mapToObj(row -> all[row]).toArray(KeyValues[]::new);
        }
        step = new Step(decoder, rows.length);
    }

    /**
     * Adds a token to every row and finds the likeliest one after it.
     *
     * @param embedded [rows, hidden] the tokens' embeddings
     * @param cos of the new positions' angles, [rows, headDim / 2]; {@code sin} likewise
     * @return one token a row, the first among equals
     */
    public int[] likeliest(float[] embedded, float[] cos, float[] sin) {
        step.run(caches, embedded, cos, sin);
        return step.likeliest();
    }

    /**
     * Adds a token to every row.
     *
     * @return a row's [vocabulary] logits each
     */
    public float[][] logits(float[] embedded, float[] cos, float[] sin) {
        step.run(caches, embedded, cos, sin);
        return step.logits();
    }
}
