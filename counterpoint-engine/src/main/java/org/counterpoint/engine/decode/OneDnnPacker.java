package org.counterpoint.engine.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.counterpoint.engine.vector.HalfRounding;

/** Lays a matrix out for {@link OneDnn}, by all threads of a team, in a piece for each thread that will multiply. */
final class OneDnnPacker {
    private static final int BLOCK = OneDnnWeights.BLOCK;

    private final boolean bf16;
    private final Team team;
    private final int members;
    private final NativeWeights memory;

    /**
     * @param bf16 whether weights are rounded to bf16
     * @param members threads that will multiply
     */
    OneDnnPacker(boolean bf16, Team team, int members, NativeWeights memory) {
        this.bf16 = bf16;
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
            pieces.add(new OneDnnWeights(memory, new OneDnnWeights.Layout(outputs, inputs, bf16)));
        }
        int blocks = (most + BLOCK - 1) / BLOCK; // Of a piece; the last piece may have fewer.
        int all = blocks * pieces.size();
        team.run(member -> {
            BlockReader reader =
                    new BlockReader(sources.get(), order, pieces.get(0).layout());
            for (int i = team.from(member, all); i < team.from(member + 1, all); i++) {
                OneDnnWeights piece = pieces.get(i / blocks);
                int first = i % blocks * BLOCK;
                if (first < piece.layout().outputs()) {
                    int count = Math.min(BLOCK, piece.layout().outputs() - first);
                    piece.writeBlock(i % blocks, reader.read(i / blocks * most + first, count));
                }
            }
        });
        return new OneDnnMatrix(memory, pieces, bias, biased);
    }

    /** A thread's room for a block. */
    private static final class BlockReader {
        private final MatrixPacker.Source source;
        private final int[] order;
        private final OneDnnWeights.Layout layout;
        /** An output's weights; those that it has not stay 0. */
        private final float[] row;
        /** [outputs of a block, words] */
        private final int[][] rows;
        /** [words, outputs of a block] */
        private final int[] block;

        BlockReader(MatrixPacker.Source source, int[] order, OneDnnWeights.Layout layout) {
            this.source = source;
            this.order = order;
            this.layout = layout;
            this.row = new float[layout.words() * layout.inputsOfWord()];
            this.rows = new int[BLOCK][layout.words()];
            this.block = new int[BLOCK * layout.words()];
        }

        /** A block's words, from the output at {@code first} on; what is beyond {@code count} of them is 0. */
        int[] read(int first, int count) {
            for (int i = 0; i < BLOCK; i++) {
                read(i < count ? order[first + i] : -1, rows[i]);
            }
            MatrixPacker.interleave(rows, layout.words(), block, 0);
            return block;
        }

        private void read(int output, int[] words) {
            if (output < 0) {
                Arrays.fill(words, 0);
                return;
            }
            source.read(output, row);
            for (int i = 0; i < words.length; i++) {
                words[i] =
                        layout.bf16() ? HalfRounding.both(row[2 * i], row[2 * i + 1]) : Float.floatToRawIntBits(row[i]);
            }
        }
    }
}
