package org.counterpoint.engine.decode;

/**
 * A matrix [out, in] laid out for y = x w^T + b with few rows of x: outputs in tiles of two vectors, and within a tile
 * all that multiplies the first input, then all that multiplies the second. A tile is read from beginning to end, once
 * for all rows. Every output is summed over the inputs in order, from its bias, whatever the number of rows.
 */
public sealed interface Matrix permits StoredMatrix, LowRankMatrix {
    /** How many tiles there are; the last may be filled up with zeros. */
    int tiles();

    /** How many tiles are worth a call of {@link #multiply}, where so many members share them out. */
    default int least(int rows, int members) {
        return rows == 1 ? Tiles.OF_ONE_ROW : 1;
    }

    /**
     * Computes the outputs of some tiles. Rows come interleaved, because the numbers that a weight is multiplied with then
     * are neighbours: one stream beside the weights', which memory keeps up with better than with one a row.
     *
     * @param x [rows rounded up to {@link Tiles#BLOCK}, in], laid out as {@link Tiles#at} says
     * @param y [rows rounded up to {@link Tiles#BLOCK}, stride]; rows beyond {@code rows} are overwritten too
     * @param stride at least the outputs of all tiles
     */
    void multiply(float[] x, int rows, int fromTile, int toTile, float[] y, int stride);
}
