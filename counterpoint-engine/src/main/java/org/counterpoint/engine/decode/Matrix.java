package org.counterpoint.engine.decode;

/**
 * A matrix [out, in] laid out for y = x w^T + b with few rows of x: outputs in tiles of two vectors, and within a tile
 * all that multiplies the first input, then all that multiplies the second. A tile is read from beginning to end, once
 * for all rows. Every output is summed over the inputs in order, from its bias, whatever the number of rows.
 */
public sealed interface Matrix permits FloatMatrix, Bf16Matrix {
    /** How many tiles there are; the last may be filled up with zeros. */
    int tiles();

    /**
     * Computes the outputs of some tiles.
     *
     * @param x [rows rounded up to {@link Tiles#BLOCK}, in]
     * @param y [rows rounded up to {@link Tiles#BLOCK}, stride]; rows beyond {@code rows} are overwritten too
     * @param stride at least the outputs of all tiles
     */
    void multiply(float[] x, int rows, int fromTile, int toTile, float[] y, int stride);
}
