package org.counterpoint.engine.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.counterpoint.engine.vector.HalfRounding;

/** Lays a matrix out for {@link OneDnn}, by all threads of a team, in a piece for each thread that will multiply. */
final class OneDnnPacker {
    private static final int BLOCK = OneDnnWeights.BLOCK;

    private final Team team;
    private final int members;
    private final NativeWeights memory;

    /** @param members threads that will multiply */
    OneDnnPacker(Team team, int members, NativeWeights memory) {
        this.team = team;
        this.members = members;
        this.memory = memory;
    }

    /**
     * Packs a matrix.
     *
     * @param order which output of the source stands where, in whole tiles; -1 for none
     * @param sources read as many inputs, or fewer: the others' weights are 0
     * @param bias [outputs of all tiles]
     */
    OneDnnMatrix pack(int[] order, int inputs, Supplier<MatrixPacker.Source> sources, float[] bias, boolean biased) {
        int most = OneDnnMatrix.pieceTiles(order.length / Tiles.TILE, members) * Tiles.TILE;
        List<OneDnnWeights> pieces = new ArrayList<>();
        for (int from = 0; from < order.length; from += most) {
            int outputs = Math.min(most, order.length - from);
            pieces.add(new OneDnnWeights(memory, new OneDnnWeights.Layout(outputs, inputs)));
        }
        int blocks = (order.length + BLOCK - 1) / BLOCK;
        int[] inOrder = Arrays.copyOf(order, blocks * BLOCK);
        Arrays.fill(inOrder, order.length, inOrder.length, -1);
        team.run(member -> {
            BlockReader reader =
                    new BlockReader(sources.get(), inOrder, pieces.get(0).layout());
            for (int block = team.from(member, blocks); block < team.from(member + 1, blocks); block++) {
                pieces.get(block * BLOCK / most).writeBlock(block * BLOCK % most / BLOCK, reader.read(block));
            }
        });
        return new OneDnnMatrix(memory, pieces, bias, biased);
    }

    /** A thread's room for a block. */
    private static final class BlockReader {
        private final MatrixPacker.Source source;
        private final int[] order;
        private final float[] row;
        /** [64, pairs] */
        private final int[][] rows;
        /** [pairs, 64] */
        private final int[] block;

        BlockReader(MatrixPacker.Source source, int[] order, OneDnnWeights.Layout layout) {
            this.source = source;
            this.order = order;
            this.row = new float[2 * layout.pairs()];
            this.rows = new int[BLOCK][layout.pairs()];
            this.block = new int[BLOCK * layout.pairs()];
        }

        int[] read(int number) {
            for (int i = 0; i < BLOCK; i++) {
                read(order[number * BLOCK + i], rows[i]);
            }
            MatrixPacker.interleave(rows, rows[0].length, block, 0);
            return block;
        }

        private void read(int output, int[] pairs) {
            if (output < 0) {
                Arrays.fill(pairs, 0);
                return;
            }
            source.read(output, row);
            for (int i = 0; i < pairs.length; i++) {
                pairs[i] = HalfRounding.both(row[2 * i], row[2 * i + 1]);
            }
        }
    }
}
