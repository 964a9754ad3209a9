package org.counterpoint.engine.decode;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.counterpoint.engine.vector.Lanes;

/** The sizes that matrices are cut to, and what the kernels of both number formats share. */
final class Tiles {
    static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;

    /** Floats in a vector. */
    static final int LANES = SPECIES.length();

    /** Outputs of a tile. */
    static final int TILE = 2 * LANES;

    /** Rows that a kernel takes together: as many as its sums have registers. */
    static final int BLOCK = LANES >= 16 ? 8 : 4;

    /** Tiles that a kernel for one row takes together, for as many sums. */
    static final int OF_ONE_ROW = 4;

    private Tiles() {}

    /** {@code outputs} when the last tile is filled up. */
    static int wholeTiles(int outputs) {
        return (outputs + TILE - 1) / TILE * TILE;
    }

    static int wholeBlocks(int rows) {
        return (rows + BLOCK - 1) / BLOCK * BLOCK;
    }

    /**
     * Where a row's number {@code k} of {@code width} stands in {@link Matrix}'s layout for what is multiplied: block
     * after block of rows, and in a block the first number of all its rows, then the second.
     */
    static int at(int row, int k, int width) {
        return (row / BLOCK * width + k) * BLOCK + row % BLOCK;
    }

    /** Writes four rows of a tile. */
    static void store(
            FloatVector a0,
            FloatVector b0,
            FloatVector a1,
            FloatVector b1,
            FloatVector a2,
            FloatVector b2,
            FloatVector a3,
            FloatVector b3,
            float[] y,
            int at,
            int stride) {
        a0.intoArray(y, at);
        b0.intoArray(y, at + LANES);
        a1.intoArray(y, at + stride);
        b1.intoArray(y, at + stride + LANES);
        a2.intoArray(y, at + 2 * stride);
        b2.intoArray(y, at + 2 * stride + LANES);
        a3.intoArray(y, at + 3 * stride);
        b3.intoArray(y, at + 3 * stride + LANES);
    }
}
