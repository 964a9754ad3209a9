package org.counterpoint.engine.decode;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.counterpoint.engine.arch.LayerPart;
import org.counterpoint.engine.vector.HalfRounding;
import org.counterpoint.engine.vector.Lanes;
import org.counterpoint.engine.weights.LowRankFactors;
import org.counterpoint.engine.weights.WholeRows;

/** Lays matrices out for {@link Matrix}, by all threads of a team. */
final class MatrixPacker {
    /** Inputs that are interleaved together. */
    private static final int NEAR = 16;

    private final Team team;
    /** Of the team that will multiply. */
    private final int members;

    private final boolean bf16;
    /** Where matrices go; nothing for the heap. */
    private final Optional<NativeWeights> natives;

    /** A matrix's rows as they are stored. Every thread gets one of its own. */
    @FunctionalInterface
    interface Source {
        /** Copies the weights of one output. */
        void read(int output, float[] into);
    }

    /** One whose matrices Java's vectors multiply with. */
    MatrixPacker(Team team, boolean bf16) {
        this(team, bf16, Optional.empty());
    }

    /**
     * One that has matrices in native memory where it can.
     *
     * @param bf16 whether weights are rounded to bf16
     * @param natives where matrices go; nothing for the heap
     */
    MatrixPacker(Team team, boolean bf16, Optional<NativeWeights> natives) {
        this(team, team.size(), bf16, natives);
    }

    private MatrixPacker(Team team, int members, boolean bf16, Optional<NativeWeights> natives) {
        this.team = team;
        this.members = members;
        this.bf16 = bf16;
        this.natives = natives;
    }

    /** Whether weights are rounded to bf16. */
    boolean bf16() {
        return bf16;
    }

    /** One that works in the calling thread. */
    MatrixPacker alone() {
        return new MatrixPacker(new Team(1), members, bf16, natives);
    }

    /** Bytes that a matrix takes. */
    static long bytes(long outputs, long inputs, boolean bf16) {
        return (outputs + Tiles.TILE - 1) / Tiles.TILE * Tiles.TILE * inputs * (bf16 ? Short.BYTES : Float.BYTES);
    }

    /** Bytes that a matrix takes on the heap as it is stored. */
    static long bytes(WholeRows rows) {
        return layout(rows).bytes((rows.rows() + Tiles.TILE - 1) / Tiles.TILE);
    }

    /** Whether one array can hold it. */
    static boolean fits(long outputs, long inputs) {
        return bytes(outputs, inputs, false) / Float.BYTES <= Integer.MAX_VALUE - Long.BYTES;
    }

    /** The outputs of a matrix that stays as it is, in whole tiles; -1 for none. */
    private static int[] plainOrder(int outputs) {
        int[] order = new int[Tiles.wholeTiles(outputs)];
        Arrays.setAll(order, i -> i < outputs ? i : -1);
        return order;
    }

    /** Every tile a vector of the one half's outputs and the same vector of the other's. */
    private static int[] gateUpOrder(int outputs) {
        int[] order = new int[2 * Lanes.whole(outputs)];
        for (int i = 0; i < order.length; i++) {
            int output = i / Tiles.TILE * Tiles.LANES + i % Tiles.LANES;
            boolean up = i % Tiles.TILE >= Tiles.LANES;
            order[i] = output >= outputs ? -1 : up ? outputs + output : output;
        }
        return order;
    }

    /** @param bias [outputs], or empty for none */
    StoredMatrix plain(int outputs, int inputs, Supplier<Source> sources, float[] bias) {
        return pack(plainOrder(outputs), inputs, inputs, sources, bias);
    }

    /** A matrix whose inputs are filled up to whole vectors, to be multiplied with what {@link #gateUp} leaves. */
    StoredMatrix down(int outputs, int inputs, Supplier<Source> sources, float[] bias) {
        return pack(plainOrder(outputs), Lanes.whole(inputs), inputs, sources, bias);
    }

    /**
     * Two matrices of {@code outputs} each, the gate above up in the source, laid out so that a tile has a vector of
     * the one and the same vector of the other.
     */
    StoredMatrix gateUp(int outputs, int inputs, Supplier<Source> sources, float[] bias) {
        return pack(gateUpOrder(outputs), inputs, inputs, sources, bias);
    }

    /** A matrix as it is stored, {@link #plain}; also {@link #down}, as whole blocks are whole vectors. */
    StoredMatrix plain(WholeRows rows, float[] bias) {
        return pack(plainOrder(rows.rows()), rows, bias);
    }

    /** As {@link #gateUp(int, int, Supplier, float[])}, as it is stored. */
    StoredMatrix gateUp(WholeRows rows, float[] bias) {
        return pack(gateUpOrder(rows.rows() / 2), rows, bias);
    }

    private StoredMatrix pack(int[] order, WholeRows rows, float[] bias) {
        WholeMatrix.Layout layout = layout(rows);
        int tiles = order.length / Tiles.TILE;
        byte[] numbers = new byte[tiles * layout.tileBytes()];
        float[] scales = new float[tiles * layout.tileScales()];
        float[] offsets = new float[layout.hasOffsets() ? scales.length : 0];
        team.run(member -> {
            WholeRows.Reader reader = rows.reader();
            byte[] row = new byte[layout.inputs()];
            float[] rowScales = new float[layout.inputs() / layout.scaleEvery()];
            float[] rowOffsets = new float[rowScales.length];
            int from = team.from(member, tiles) * Tiles.TILE;
            for (int i = from; i < team.from(member + 1, tiles) * Tiles.TILE; i++) {
                if (order[i] < 0) {
                    continue;
                }
                reader.read(order[i], row, rowScales, rowOffsets);
                int tile = i / Tiles.TILE;
                int lane = i % Tiles.TILE;
                for (int k = 0; k < row.length; k++) {
                    layout.put(row[k], i, k, numbers);
                }
                for (int k = 0; k < rowScales.length; k++) {
                    int at = tile * layout.tileScales() + k * Tiles.TILE + lane;
                    scales[at] = rowScales[k];
                    if (layout.hasOffsets()) {
                        offsets[at] = rowOffsets[k];
                    }
                }
            }
        });
        return new WholeMatrix(layout, numbers, scales, offsets, ordered(order, bias));
    }

    /**
     * A base with factors beside it.
     *
     * @param base laid out here, of as many outputs as the factors have
     * @param part of which layer it is, which says how it is laid out
     */
    Matrix lowRank(Matrix base, LowRankFactors factors, LayerPart part) {
        int rank = factors.rank();
        int inputs = factors.a().length / rank;
        int outputs = factors.b().length / rank;
        int[] order = part == LayerPart.GATE_UP ? gateUpOrder(outputs / 2) : plainOrder(outputs);
        float[] b = new float[order.length * rank];
        for (int i = 0; i < order.length; i++) {
            for (int r = 0; r < rank && order[i] >= 0; r++) {
                b[(i / Tiles.TILE * rank + r) * Tiles.TILE + i % Tiles.TILE] = factors.b()[order[i] * rank + r];
            }
        }
        Supplier<Source> rows = () -> (row, into) -> System.arraycopy(factors.a(), row * inputs, into, 0, inputs);
        Matrix a = part == LayerPart.DOWN
                ? down(rank, inputs, rows, new float[0])
                : plain(rank, inputs, rows, new float[0]);
        return new LowRankMatrix(base, a, rank, b);
    }

    private static WholeMatrix.Layout layout(WholeRows rows) {
        return new WholeMatrix.Layout(rows.width(), rows.bits(), rows.scaleEvery(), rows.hasOffsets());
    }

    private static float[] ordered(int[] order, float[] bias) {
        float[] ordered = new float[order.length];
        for (int i = 0; i < order.length && bias.length > 0; i++) {
            ordered[i] = order[i] < 0 ? 0 : bias[order[i]];
        }
        return ordered;
    }

    /** @param order which output of the source stands where; -1 for none */
    private StoredMatrix pack(int[] order, int inputs, int sourceInputs, Supplier<Source> sources, float[] bias) {
        if (natives.isPresent()) {
            return new OneDnnPacker(bf16, team, members, natives.get())
                    .pack(order, inputs, sources, ordered(order, bias), bias.length > 0);
        }
        int tiles = order.length / Tiles.TILE;
        int tileSize = (bf16 ? Tiles.LANES : Tiles.TILE) * inputs;
        float[] floats = new float[bf16 ? 0 : tiles * tileSize];
        int[] pairs = new int[bf16 ? Bf16Matrix.size(tiles, inputs) : 0];
        team.run(member -> {
            Source source = sources.get();
            // Inputs that the source has not stay 0.
            float[][] rows = new float[Tiles.TILE][inputs];
            int[][] both = new int[bf16 ? Tiles.LANES : 0][inputs];
            for (int t = team.from(member, tiles); t < team.from(member + 1, tiles); t++) {
                for (int i = 0; i < Tiles.TILE; i++) {
                    int output = order[t * Tiles.TILE + i];
                    if (output >= 0) {
                        source.read(output, rows[i]);
                    } else {
                        Arrays.fill(rows[i], 0);
                    }
                }
                if (bf16) {
                    for (int i = 0; i < Tiles.LANES; i++) {
                        pair(rows[i], rows[i + Tiles.LANES], both[i]);
                    }
                    interleave(both, inputs, pairs, t * tileSize);
                } else {
                    interleave(rows, inputs, floats, t * tileSize);
                }
            }
        });
        float[] ordered = ordered(order, bias);
        return bf16 ? new Bf16Matrix(pairs, ordered, inputs) : new FloatMatrix(floats, ordered, inputs);
    }

    /** Two rows as bf16, the first in the lower halves. */
    private static void pair(float[] first, float[] second, int[] both) {
        for (int k = 0; k < both.length; k++) {
            both[k] = HalfRounding.both(first[k], second[k]);
        }
    }

    /** Writes all rows' first number, then their second; some at a time, so that what is written stays near. */
    static void interleave(int[][] rows, int inputs, int[] into, int at) {
        for (int k = 0; k < inputs; k += NEAR) {
            int end = Math.min(inputs, k + NEAR);
            for (int i = 0; i < rows.length; i++) {
                interleave(rows[i], k, end, into, at + i, rows.length);
            }
        }
    }

    private static void interleave(int[] row, int from, int to, int[] into, int at, int stride) {
        for (int k = from; k < to; k++) {
            into[at + k * stride] = row[k];
        }
    }

    private static void interleave(float[][] rows, int inputs, float[] into, int at) {
        for (int k = 0; k < inputs; k += NEAR) {
            int end = Math.min(inputs, k + NEAR);
            for (int i = 0; i < rows.length; i++) {
                interleave(rows[i], k, end, into, at + i, rows.length);
            }
        }
    }

    private static void interleave(float[] row, int from, int to, float[] into, int at, int stride) {
        for (int k = from; k < to; k++) {
            into[at + k * stride] = row[k];
        }
    }
}
