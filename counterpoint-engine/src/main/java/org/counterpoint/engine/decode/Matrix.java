package org.counterpoint.engine.decode;

/**
 * A matrix [out, in] laid out for y = x w^T + b, its outputs in tiles of two vectors. An output's bits do not depend on the number of
 * rows.
 */
public sealed interface Matrix permits StoredMatrix, LowRankMatrix {
    /** How many tiles there are; the last may be filled up with zeros. */
    int tiles();

    /** Numbers of a row that it is multiplied with. */
    int inputs();

    /** Whether rows come in fp32, interleaved, because the numbers that a weight is multiplied with then are neighbours. */
    default boolean takesFloats() {
        return true;
    }

    /** Whether rows come rounded to bf16. */
    default boolean takesHalves() {
        return false;
    }

    /** How many tiles are worth a call of {@link #multiply}, where so many members share them out. */
    default int least(int rows, int members) {
        return rows == 1 ? Tiles.OF_ONE_ROW : 1;
    }

    /**
     * Computes the outputs of some tiles.
     *
     * @param x [rows, in]
     * @param y [rows rounded up to {@link Tiles#BLOCK}, stride]; rows beyond {@code rows} are overwritten too
     * @param stride at least the outputs of all tiles
     */
    void multiply(Operand x, int rows, int fromTile, int toTile, float[] y, int stride);
}
