package org.counterpoint.engine.decode;

import java.util.Set;

/**
 * A matrix [out, in] laid out for y = x w^T + b, its outputs in tiles of two vectors. An output's bits do not depend on the number of
 * rows.
 */
public sealed interface Matrix permits StoredMatrix, LowRankMatrix {
    /** How many tiles there are; the last may be filled up with zeros. */
    int tiles();

    /** Numbers of a row that it is multiplied with. */
    int inputs();

    /** The forms in which it reads what it is multiplied with: interleaved where Java's vectors multiply. */
    default Set<Operand.Form> reads() {
        return Set.of(Operand.Form.INTERLEAVED);
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
