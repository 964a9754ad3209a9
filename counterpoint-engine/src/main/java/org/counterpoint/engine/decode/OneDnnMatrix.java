package org.counterpoint.engine.decode;

import java.util.List;
import java.util.Set;

/**
 * A matrix that {@link OneDnn} multiplies, in fp32 or with rows rounded to bf16, in pieces of whole tiles: as many as there are
 * threads, so that each has one.
 */
final class OneDnnMatrix implements StoredMatrix {
    private final NativeWeights memory;
    private final List<OneDnnWeights> pieces;
    /** Of a piece; the last may have fewer. */
    private final int pieceTiles;

    private final float[] bias;
    private final boolean biased;

    /**
     * @param memory where the weights are
     * @param pieces of equally many outputs, but for the last
     * @param bias [outputs of all tiles]
     */
    OneDnnMatrix(NativeWeights memory, List<OneDnnWeights> pieces, float[] bias, boolean biased) {
        this.memory = memory;
        this.pieces = List.copyOf(pieces);
        this.pieceTiles = pieces.get(0).layout().outputs() / Tiles.TILE;
        this.bias = bias;
        this.biased = biased;
    }

    /** How many tiles a piece has where so many members share them out. */
    static int pieceTiles(int tiles, int members) {
        return (tiles + members - 1) / members;
    }

    @Override
    public int tiles() {
        return bias.length / Tiles.TILE;
    }

    @Override
    public int inputs() {
        return pieces.get(0).layout().inputs();
    }

    @Override
    public Set<Operand.Form> reads() {
        return Set.of(pieces.get(0).layout().bf16() ? Operand.Form.HALVES : Operand.Form.ROWS);
    }

    @Override
    public int least(int rows, int members) {
        return pieceTiles;
    }

    @Override
    public void multiply(Operand x, int rows, int fromTile, int toTile, float[] y, int stride) {
        OneDnnLane lane = memory.lane();
        int pieceOutputs = pieceTiles * Tiles.TILE;
        for (int piece = fromTile / pieceTiles; piece * pieceTiles < toTile; piece++) {
            int first = piece * pieceOutputs;
            int from = Math.max(fromTile * Tiles.TILE, first);
            int to = Math.min(toTile * Tiles.TILE, first + pieceOutputs);
            lane.multiply(x, rows, pieces.get(piece), from - first, to - first, y, from, stride);
            for (int row = 0; biased && row < rows; row++) {
                for (int i = from; i < to; i++) {
                    y[row * stride + i] += bias[i];
                }
            }
        }
    }

    @Override
    public void copyOutput(int output, float[] into, int at) {
        int pieceOutputs = pieceTiles * Tiles.TILE;
        pieces.get(output / pieceOutputs).copyOutput(output % pieceOutputs, into, at);
    }
}
