package org.counterpoint.engine.decode;

import static org.counterpoint.engine.vector.HalfRounding.first;
import static org.counterpoint.engine.vector.HalfRounding.second;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A matrix in bf16, which is the upper half of fp32: an int holds an output of the tile's first vector in its lower half
 * and one of the second in its upper half. Products and sums are in fp32.
 */
final class Bf16Matrix implements StoredMatrix {
    private static final VectorSpecies<Integer> INTS = Tiles.SPECIES.withLanes(int.class);

    /**
     * How many vectors before its turn a weight is touched when eight rows are computed. It is a gain for memory, and a
     * greater one because the JVM (17) then leaves the loop as it is: unrolled, it runs out of registers for the sums.
     */
    private static final int AHEAD = 4;

    private final int[] weights;
    private final float[] bias;
    private final int inputs;
    /** What was read ahead, kept so that the reading is not optimised away. */
    private int touched;

    /**
     * @param weights tile after tile, and some room; see {@link #size}
     * @param bias [outputs of all tiles]
     */
    Bf16Matrix(int[] weights, float[] bias, int inputs) {
        this.weights = weights;
        this.bias = bias;
        this.inputs = inputs;
    }

    /** How long the array of weights is that holds so many tiles. */
    static int size(int tiles, int inputs) {
        return (tiles * inputs + AHEAD) * Tiles.LANES;
    }

    @Override
    public int tiles() {
        return bias.length / Tiles.TILE;
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public void multiply(Operand operand, int rows, int fromTile, int toTile, float[] y, int stride) {
        float[] x = operand.interleaved();
        if (rows == 1) {
            multiplyOneRow(x, fromTile, toTile, y);
            return;
        }
        for (int tile = fromTile; tile < toTile; tile++) {
            for (int row = 0; row < rows; ) {
                if (Tiles.BLOCK == 8 && rows - row > 4) {
                    eightRows(tile, x, row * inputs, y, row * stride + tile * Tiles.TILE, stride);
                    row += 8;
                } else {
                    fourRows(tile, x, row * inputs, y, row * stride + tile * Tiles.TILE, stride);
                    row += 4;
                }
            }
        }
    }

    @Override
    public void copyOutput(int output, float[] into, int at) {
        int first = output / Tiles.TILE * Tiles.LANES * inputs + output % Tiles.LANES;
        boolean upper = output % Tiles.TILE >= Tiles.LANES;
        for (int k = 0; k < inputs; k++) {
            int both = weights[first + k * Tiles.LANES];
            into[at + k] = upper ? second(both) : first(both);
        }
    }

    private void multiplyOneRow(float[] x, int fromTile, int toTile, float[] y) {
        int tile = fromTile;
        for (; tile + 4 <= toTile; tile += 4) {
            fourTilesOfOneRow(tile, x, y);
        }
        for (; tile < toTile; tile++) {
            oneTileOfOneRow(tile, x, y);
        }
    }

    private void fourTilesOfOneRow(int tile, float[] x, float[] y) {
        int o = tile * Tiles.TILE;
        FloatVector a0 = FloatVector.fromArray(Tiles.SPECIES, bias, o);
        FloatVector a1 = FloatVector.fromArray(Tiles.SPECIES, bias, o + Tiles.LANES);
        FloatVector b0 = FloatVector.fromArray(Tiles.SPECIES, bias, o + Tiles.TILE);
        FloatVector b1 = FloatVector.fromArray(Tiles.SPECIES, bias, o + Tiles.TILE + Tiles.LANES);
        FloatVector c0 = FloatVector.fromArray(Tiles.SPECIES, bias, o + 2 * Tiles.TILE);
        FloatVector c1 = FloatVector.fromArray(Tiles.SPECIES, bias, o + 2 * Tiles.TILE + Tiles.LANES);
        FloatVector d0 = FloatVector.fromArray(Tiles.SPECIES, bias, o + 3 * Tiles.TILE);
        FloatVector d1 = FloatVector.fromArray(Tiles.SPECIES, bias, o + 3 * Tiles.TILE + Tiles.LANES);
        int a = tile * Tiles.LANES * inputs;
        int b = a + Tiles.LANES * inputs;
        int c = b + Tiles.LANES * inputs;
        int d = c + Tiles.LANES * inputs;
        for (int k = 0; k < inputs; k++) {
            FloatVector t = FloatVector.broadcast(Tiles.SPECIES, x[k * Tiles.BLOCK]);
            int at = k * Tiles.LANES;
            IntVector both = IntVector.fromArray(INTS, weights, a + at);
            a0 = first(both).fma(t, a0);
            a1 = second(both).fma(t, a1);
            both = IntVector.fromArray(INTS, weights, b + at);
            b0 = first(both).fma(t, b0);
            b1 = second(both).fma(t, b1);
            both = IntVector.fromArray(INTS, weights, c + at);
            c0 = first(both).fma(t, c0);
            c1 = second(both).fma(t, c1);
            both = IntVector.fromArray(INTS, weights, d + at);
            d0 = first(both).fma(t, d0);
            d1 = second(both).fma(t, d1);
        }
        a0.intoArray(y, o);
        a1.intoArray(y, o + Tiles.LANES);
        b0.intoArray(y, o + Tiles.TILE);
        b1.intoArray(y, o + Tiles.TILE + Tiles.LANES);
        c0.intoArray(y, o + 2 * Tiles.TILE);
        c1.intoArray(y, o + 2 * Tiles.TILE + Tiles.LANES);
        d0.intoArray(y, o + 3 * Tiles.TILE);
        d1.intoArray(y, o + 3 * Tiles.TILE + Tiles.LANES);
    }

    private void oneTileOfOneRow(int tile, float[] x, float[] y) {
        int o = tile * Tiles.TILE;
        FloatVector a0 = FloatVector.fromArray(Tiles.SPECIES, bias, o);
        FloatVector a1 = FloatVector.fromArray(Tiles.SPECIES, bias, o + Tiles.LANES);
        int w = tile * Tiles.LANES * inputs;
        for (int k = 0; k < inputs; k++) {
            FloatVector t = FloatVector.broadcast(Tiles.SPECIES, x[k * Tiles.BLOCK]);
            IntVector both = IntVector.fromArray(INTS, weights, w + k * Tiles.LANES);
            a0 = first(both).fma(t, a0);
            a1 = second(both).fma(t, a1);
        }
        a0.intoArray(y, o);
        a1.intoArray(y, o + Tiles.LANES);
    }

    private void fourRows(int tile, float[] x, int xAt, float[] y, int yAt, int stride) {
        FloatVector a0 = FloatVector.fromArray(Tiles.SPECIES, bias, tile * Tiles.TILE);
        FloatVector b0 = FloatVector.fromArray(Tiles.SPECIES, bias, tile * Tiles.TILE + Tiles.LANES);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b1 = b0;
        FloatVector b2 = b0;
        FloatVector b3 = b0;
        int w = tile * Tiles.LANES * inputs;
        for (int k = 0; k < inputs; k++) {
            int t0 = xAt + k * Tiles.BLOCK;
            IntVector both = IntVector.fromArray(INTS, weights, w + k * Tiles.LANES);
            FloatVector u = first(both);
            FloatVector v = second(both);
            FloatVector t = FloatVector.broadcast(Tiles.SPECIES, x[t0]);
            a0 = u.fma(t, a0);
            b0 = v.fma(t, b0);
            t = FloatVector.broadcast(Tiles.SPECIES, x[t0 + 1]);
            a1 = u.fma(t, a1);
            b1 = v.fma(t, b1);
            t = FloatVector.broadcast(Tiles.SPECIES, x[t0 + 2]);
            a2 = u.fma(t, a2);
            b2 = v.fma(t, b2);
            t = FloatVector.broadcast(Tiles.SPECIES, x[t0 + 3]);
            a3 = u.fma(t, a3);
            b3 = v.fma(t, b3);
        }
        Tiles.store(a0, b0, a1, b1, a2, b2, a3, b3, y, yAt, stride);
    }

    private void eightRows(int tile, float[] x, int xAt, float[] y, int yAt, int stride) {
        FloatVector a0 = FloatVector.fromArray(Tiles.SPECIES, bias, tile * Tiles.TILE);
        FloatVector b0 = FloatVector.fromArray(Tiles.SPECIES, bias, tile * Tiles.TILE + Tiles.LANES);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector a4 = a0;
        FloatVector a5 = a0;
        FloatVector a6 = a0;
        FloatVector a7 = a0;
        FloatVector b1 = b0;
        FloatVector b2 = b0;
        FloatVector b3 = b0;
        FloatVector b4 = b0;
        FloatVector b5 = b0;
        FloatVector b6 = b0;
        FloatVector b7 = b0;
        int w = tile * Tiles.LANES * inputs;
        int ahead = w + AHEAD * Tiles.LANES;
        int sum = 0;
        for (int k = 0; k < inputs; k++) {
            int t0 = xAt + k * Tiles.BLOCK;
            IntVector both = IntVector.fromArray(INTS, weights, w + k * Tiles.LANES);
            sum += weights[ahead + k * Tiles.LANES];
            FloatVector u = first(both);
            FloatVector v = second(both);
            FloatVector t = FloatVector.broadcast(Tiles.SPECIES, x[t0]);
            a0 = u.fma(t, a0);
            b0 = v.fma(t, b0);
            t = FloatVector.broadcast(Tiles.SPECIES, x[t0 + 1]);
            a1 = u.fma(t, a1);
            b1 = v.fma(t, b1);
            t = FloatVector.broadcast(Tiles.SPECIES, x[t0 + 2]);
            a2 = u.fma(t, a2);
            b2 = v.fma(t, b2);
            t = FloatVector.broadcast(Tiles.SPECIES, x[t0 + 3]);
            a3 = u.fma(t, a3);
            b3 = v.fma(t, b3);
            t = FloatVector.broadcast(Tiles.SPECIES, x[t0 + 4]);
            a4 = u.fma(t, a4);
            b4 = v.fma(t, b4);
            t = FloatVector.broadcast(Tiles.SPECIES, x[t0 + 5]);
            a5 = u.fma(t, a5);
            b5 = v.fma(t, b5);
            t = FloatVector.broadcast(Tiles.SPECIES, x[t0 + 6]);
            a6 = u.fma(t, a6);
            b6 = v.fma(t, b6);
            t = FloatVector.broadcast(Tiles.SPECIES, x[t0 + 7]);
            a7 = u.fma(t, a7);
            b7 = v.fma(t, b7);
        }
        touched = sum;
        Tiles.store(a0, b0, a1, b1, a2, b2, a3, b3, y, yAt, stride);
        Tiles.store(a4, b4, a5, b5, a6, b6, a7, b7, y, yAt + 4 * stride, stride);
    }
}
