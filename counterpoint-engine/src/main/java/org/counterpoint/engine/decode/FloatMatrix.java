package org.counterpoint.engine.decode;

import jdk.incubator.vector.FloatVector;

/** A matrix in fp32. */
final class FloatMatrix implements StoredMatrix {
    private final float[] weights;
    private final float[] bias;
    private final int inputs;
    /** What was read ahead, kept so that the reading is not optimised away. */
    private float touched;

    /**
     * @param weights tile after tile
     * @param bias [outputs of all tiles]
     */
    FloatMatrix(float[] weights, float[] bias, int inputs) {
        this.weights = weights;
        this.bias = bias;
        this.inputs = inputs;
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
        int tileSize = Tiles.TILE * inputs;
        for (int tile = fromTile; tile < toTile; tile++) {
            readAhead(tile * tileSize, (tile + 1) * tileSize);
            multiplyTile(tile, x, rows, y, tile * Tiles.TILE, stride);
        }
    }

    /**
     * Some rows' outputs of one tile.
     *
     * @param at where the first row's begin
     */
    void multiplyTile(int tile, float[] x, int rows, float[] y, int at, int stride) {
        if (rows == 1) {
            oneTileOfOneRow(tile, x, y, at);
            return;
        }
        for (int row = 0; row < rows; ) {
            if (Tiles.BLOCK == 8 && rows - row > 4) {
                eightRows(tile, x, row * inputs, y, row * stride + at, stride);
                row += 8;
            } else {
                fourRows(tile, x, row * inputs, y, row * stride + at, stride);
                row += 4;
            }
        }
    }

    @Override
    public void copyOutput(int output, float[] into, int at) {
        int first = output / Tiles.TILE * Tiles.TILE * inputs + output % Tiles.TILE;
        for (int k = 0; k < inputs; k++) {
            into[at + k] = weights[first + k * Tiles.TILE];
        }
    }

    /**
     * Brings a tile into the cache. Reading and nothing else keeps far more of memory's lines under way than the
     * products do, which then find their tile near.
     */
    private void readAhead(int from, int to) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = from; i + 3 * Tiles.LANES < to; i += 4 * Tiles.LANES) {
            a += weights[i];
            b += weights[i + Tiles.LANES];
            c += weights[i + 2 * Tiles.LANES];
            d += weights[i + 3 * Tiles.LANES];
        }
        touched = a + b + c + d;
    }

    private void multiplyOneRow(float[] x, int fromTile, int toTile, float[] y) {
        int tile = fromTile;
        for (; tile + 4 <= toTile; tile += 4) {
            fourTilesOfOneRow(tile, x, y);
        }
        for (; tile < toTile; tile++) {
            oneTileOfOneRow(tile, x, y, tile * Tiles.TILE);
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
        int a = o * inputs;
        int b = a + Tiles.TILE * inputs;
        int c = b + Tiles.TILE * inputs;
        int d = c + Tiles.TILE * inputs;
        for (int k = 0; k < inputs; k++) {
            FloatVector t = FloatVector.broadcast(Tiles.SPECIES, x[k * Tiles.BLOCK]);
            int at = k * Tiles.TILE;
            a0 = FloatVector.fromArray(Tiles.SPECIES, weights, a + at).fma(t, a0);
            a1 = FloatVector.fromArray(Tiles.SPECIES, weights, a + at + Tiles.LANES)
                    .fma(t, a1);
            b0 = FloatVector.fromArray(Tiles.SPECIES, weights, b + at).fma(t, b0);
            b1 = FloatVector.fromArray(Tiles.SPECIES, weights, b + at + Tiles.LANES)
                    .fma(t, b1);
            c0 = FloatVector.fromArray(Tiles.SPECIES, weights, c + at).fma(t, c0);
            c1 = FloatVector.fromArray(Tiles.SPECIES, weights, c + at + Tiles.LANES)
                    .fma(t, c1);
            d0 = FloatVector.fromArray(Tiles.SPECIES, weights, d + at).fma(t, d0);
            d1 = FloatVector.fromArray(Tiles.SPECIES, weights, d + at + Tiles.LANES)
                    .fma(t, d1);
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

    private void oneTileOfOneRow(int tile, float[] x, float[] y, int at) {
        int o = tile * Tiles.TILE;
        FloatVector a0 = FloatVector.fromArray(Tiles.SPECIES, bias, o);
        FloatVector a1 = FloatVector.fromArray(Tiles.SPECIES, bias, o + Tiles.LANES);
        int w = tile * Tiles.TILE * inputs;
        for (int k = 0; k < inputs; k++) {
            FloatVector t = FloatVector.broadcast(Tiles.SPECIES, x[k * Tiles.BLOCK]);
            a0 = FloatVector.fromArray(Tiles.SPECIES, weights, w + k * Tiles.TILE)
                    .fma(t, a0);
            a1 = FloatVector.fromArray(Tiles.SPECIES, weights, w + k * Tiles.TILE + Tiles.LANES)
                    .fma(t, a1);
        }
        a0.intoArray(y, at);
        a1.intoArray(y, at + Tiles.LANES);
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
        int w = tile * Tiles.TILE * inputs;
        for (int k = 0; k < inputs; k++) {
            int t0 = xAt + k * Tiles.BLOCK;
            FloatVector u = FloatVector.fromArray(Tiles.SPECIES, weights, w + k * Tiles.TILE);
            FloatVector v = FloatVector.fromArray(Tiles.SPECIES, weights, w + k * Tiles.TILE + Tiles.LANES);
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
        int w = tile * Tiles.TILE * inputs;
        for (int k = 0; k < inputs; k++) {
            int t0 = xAt + k * Tiles.BLOCK;
            FloatVector u = FloatVector.fromArray(Tiles.SPECIES, weights, w + k * Tiles.TILE);
            FloatVector v = FloatVector.fromArray(Tiles.SPECIES, weights, w + k * Tiles.TILE + Tiles.LANES);
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
        Tiles.store(a0, b0, a1, b1, a2, b2, a3, b3, y, yAt, stride);
        Tiles.store(a4, b4, a5, b5, a6, b6, a7, b7, y, yAt + 4 * stride, stride);
    }
}
