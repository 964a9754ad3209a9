package org.counterpoint.engine.decode;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;

/**
 * A matrix W with what an adapter adds, W + B A, kept apart: y = x W^T + (x A^T) B^T. W may be that of other matrices too,
 * so that each adapter over it takes its factors alone.
 */
final class LowRankMatrix implements Matrix {
    private final Matrix base;
    /** [rank, in]. */
    private final Matrix a;

    private final int rank;
    /** Tile after tile of the base's outputs, and in a tile all that multiplies the first of the rank, then the second. */
    private final float[] b;

    LowRankMatrix(Matrix base, Matrix a, int rank, float[] b) {
        this.base = base;
        this.a = a;
        this.rank = rank;
        this.b = b;
    }

    @Override
    public int tiles() {
        return base.tiles();
    }

    @Override
    public int inputs() {
        return base.inputs();
    }

    @Override
    public Set<Operand.Form> reads() {
        return EnumSet.copyOf(
                Stream.concat(base.reads().stream(), a.reads().stream()).toList());
    }

    /** Equal shares: with each call all of x A^T is computed. */
    @Override
    public int least(int rows, int members) {
        return Math.max(base.least(rows, members), (tiles() + members - 1) / members);
    }

    @Override
    public void multiply(Operand x, int rows, int fromTile, int toTile, float[] y, int stride) {
        base.multiply(x, rows, fromTile, toTile, y, stride);
        if (fromTile == toTile) {
            return;
        }
        // Every member of a team computes all of it for itself: it is little beside its share of the base.
        int width = a.tiles() * Tiles.TILE;
        float[] narrow = new float[Tiles.wholeBlocks(rows) * width];
        a.multiply(x, rows, 0, a.tiles(), narrow, width);
        for (int tile = fromTile; tile < toTile; tile++) {
            for (int row = 0; row < rows; row++) {
                add(tile, narrow, row * width, y, row * stride + tile * Tiles.TILE);
            }
        }
    }

    private void add(int tile, float[] narrow, int from, float[] y, int at) {
        FloatVector first = FloatVector.fromArray(Tiles.SPECIES, y, at);
        FloatVector second = FloatVector.fromArray(Tiles.SPECIES, y, at + Tiles.LANES);
        int w = tile * rank * Tiles.TILE;
        for (int r = 0; r < rank; r++) {
            FloatVector t = FloatVector.broadcast(Tiles.SPECIES, narrow[from + r]);
            first = FloatVector.fromArray(Tiles.SPECIES, b, w).fma(t, first);
            second = FloatVector.fromArray(Tiles.SPECIES, b, w + Tiles.LANES).fma(t, second);
            w += Tiles.TILE;
        }
        first.intoArray(y, at);
        second.intoArray(y, at + Tiles.LANES);
    }
}
