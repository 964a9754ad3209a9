package org.counterpoint.engine.decode;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A matrix in whole numbers of 8 or 4 bits with a scale for each so many inputs, as the blocks of a GGUF file have them:
 * it takes a quarter or an eighth of fp32 and stays so. A tile at a time is widened, for a single row too, by the operations
 * that {@link org.counterpoint.engine.weights.WholeRows} names: products and sums are those of a {@link FloatMatrix} of the
 * same numbers, to the bit.
 */
final class WholeMatrix implements StoredMatrix {
    private static final VectorSpecies<Integer> INTS = Tiles.SPECIES.withLanes(int.class);

    private final Layout layout;
    /** Tile after tile, and in a tile an int of each output for each so many inputs, the first input's number lowest. */
    private final int[] numbers;
    /** Tile after tile, and in a tile one of each output for each so many inputs. */
    private final float[] scales;
    /** Likewise; empty where there are none. */
    private final float[] offsets;

    private final float[] bias;

    /**
     * How numbers lie.
     *
     * @param bits 8 or 4
     * @param scaleEvery inputs that share a scale, a multiple of what an int holds
     * @param hasOffsets whether something is added to the product with the scale
     */
    record Layout(int inputs, int bits, int scaleEvery, boolean hasOffsets) {
        int perInt() {
            return Integer.SIZE / bits;
        }

        /** Ints of a tile. */
        int tileInts() {
            return inputs / perInt() * Tiles.TILE;
        }

        /** Scales of a tile, and as many offsets. */
        int tileScales() {
            return inputs / scaleEvery * Tiles.TILE;
        }

        /** Numbers of four bits that have offsets begin at zero, and lie about it. */
        int middle() {
            return hasOffsets && bits == 4 ? 8 : 0;
        }

        /** Bytes of so many tiles. */
        long bytes(long tiles) {
            return tiles * (tileInts() + (hasOffsets ? 2L : 1L) * tileScales()) * Integer.BYTES;
        }
    }

    /** @param bias [outputs of all tiles] */
    WholeMatrix(Layout layout, int[] numbers, float[] scales, float[] offsets, float[] bias) {
        this.layout = layout;
        this.numbers = numbers;
        this.scales = scales;
        this.offsets = offsets;
        this.bias = bias;
    }

    @Override
    public int tiles() {
        return bias.length / Tiles.TILE;
    }

    @Override
    public void multiply(float[] x, int rows, int fromTile, int toTile, float[] y, int stride) {
        float[] wide = new float[Tiles.TILE * layout.inputs()];
        float[] wideBias = new float[Tiles.TILE];
        FloatMatrix one = new FloatMatrix(wide, wideBias, layout.inputs());
        for (int tile = fromTile; tile < toTile; tile++) {
            widen(tile, wide);
            System.arraycopy(bias, tile * Tiles.TILE, wideBias, 0, Tiles.TILE);
            one.multiplyTile(0, x, rows, y, tile * Tiles.TILE, stride);
        }
    }

    @Override
    public void copyOutput(int output, float[] into, int at) {
        int tile = output / Tiles.TILE;
        int lane = output % Tiles.TILE;
        int bits = layout.bits();
        for (int k = 0; k < layout.inputs(); k++) {
            int both = numbers[tile * layout.tileInts() + k / layout.perInt() * Tiles.TILE + lane];
            int number =
                    (both << Integer.SIZE - bits - k % layout.perInt() * bits >> Integer.SIZE - bits) + layout.middle();
            int s = tile * layout.tileScales() + k / layout.scaleEvery() * Tiles.TILE + lane;
            float product = scales[s] * number;
            into[at + k] = layout.hasOffsets() ? product + offsets[s] : product;
        }
    }

    /** The number that ends {@code end} bits from the left, of every lane. */
    private static FloatVector number(IntVector ints, int end, int bits) {
        return (FloatVector) ints.lanewise(VectorOperators.LSHL, end)
                .lanewise(VectorOperators.ASHR, Integer.SIZE - bits)
                .convert(VectorOperators.I2F, 0);
    }

    /** A tile as a {@link FloatMatrix} has it. */
    private void widen(int tile, float[] into) {
        int bits = layout.bits();
        int perInt = layout.perInt();
        int every = layout.scaleEvery();
        float middle = layout.middle();
        for (int half = 0; half < Tiles.TILE; half += Tiles.LANES) {
            int w = tile * layout.tileInts() + half;
            int s = tile * layout.tileScales() + half;
            int to = half;
            for (int k = 0; k < layout.inputs(); k += every) {
                FloatVector scale = FloatVector.fromArray(Tiles.SPECIES, scales, s);
                FloatVector offset = layout.hasOffsets()
                        ? FloatVector.fromArray(Tiles.SPECIES, offsets, s)
                        : FloatVector.zero(Tiles.SPECIES);
                s += Tiles.TILE;
                for (int i = k; i < k + every; i += perInt) {
                    IntVector ints = IntVector.fromArray(INTS, numbers, w);
                    w += Tiles.TILE;
                    for (int end = Integer.SIZE - bits; end >= 0; end -= bits) {
                        number(ints, end, bits)
                                .add(middle)
                                .mul(scale)
                                .add(offset)
                                .intoArray(into, to);
                        to += Tiles.TILE;
                    }
                }
            }
        }
    }
}
