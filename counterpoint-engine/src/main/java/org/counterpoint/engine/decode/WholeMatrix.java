package org.counterpoint.engine.decode;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * A matrix in whole numbers of 8 or 4 bits with a scale for each so many inputs, as the blocks of a GGUF file have them:
 * it takes a quarter or an eighth of fp32 and stays so. For up to a block of rows numbers are widened in registers, where
 * nothing is added to them; else a tile at a time is, for all rows. Either way by the operations that
 * {@link org.counterpoint.engine.weights.WholeRows} names: products and sums are those of a {@link FloatMatrix} of the same
 * numbers, to the bit.
 */
final class WholeMatrix implements StoredMatrix {
    private static final VectorSpecies<Integer> INTS = Tiles.SPECIES.withLanes(int.class);
    /** A byte a lane; vectors of four floats have no such, and widen number by number. */
    private static final boolean BY_VECTORS = Tiles.LANES >= Long.BYTES;

    private static final VectorSpecies<Byte> BYTES = BY_VECTORS
            ? VectorSpecies.of(byte.class, VectorShape.forBitSize(Tiles.LANES * Byte.SIZE))
            : ByteVector.SPECIES_64;

    private static final int HALF = 4;

    /** A thread's room for a tile. */
    private static final ThreadLocal<float[]> WIDE = ThreadLocal.withInitial(() -> new float[0]);

    private final Layout layout;
    /**
     * Tile after tile, and in a tile a byte of each output for each input, or for each two: the first input's number in the
     * lower half.
     */
    private final byte[] numbers;
    /** Tile after tile, and in a tile one of each output for each so many inputs. */
    private final float[] scales;
    /** Likewise; where there are none, a tile's zeros, which serve for all. */
    private final float[] offsets;

    private final float[] bias;

    /**
     * How numbers lie.
     *
     * @param bits 8 or 4
     * @param scaleEvery inputs that share a scale, 16 or 32
     * @param hasOffsets whether something is added to the product with the scale
     */
    record Layout(int inputs, int bits, int scaleEvery, boolean hasOffsets) {
        /** Bytes of a tile. */
        int tileBytes() {
            return inputs * bits / Byte.SIZE * Tiles.TILE;
        }

        /** Scales of a tile, and as many offsets. */
        int tileScales() {
            return inputs / scaleEvery * Tiles.TILE;
        }

        /** What an input is shifted by for the place of its scale. */
        int scaleShift() {
            return Integer.numberOfTrailingZeros(scaleEvery);
        }

        /** Numbers of four bits that have offsets begin at zero, and lie about it. */
        int middle() {
            return hasOffsets && bits == HALF ? 8 : 0;
        }

        /** Bytes of so many tiles. */
        long bytes(long tiles) {
            return tiles * (tileBytes() + (hasOffsets ? 2L : 1L) * tileScales() * Float.BYTES);
        }

        /** Puts a number where the matrix looks for it. */
        void put(int number, int output, int k, byte[] into) {
            int at = output / Tiles.TILE * tileBytes() + k * bits / Byte.SIZE * Tiles.TILE + output % Tiles.TILE;
            int bare = number - middle();
            into[at] = (byte) (bits == Byte.SIZE ? bare : k % 2 == 0 ? bare & 0xf : into[at] | bare << HALF);
        }

        /** The number that was put there. */
        int get(byte[] from, int output, int k) {
            int at = output / Tiles.TILE * tileBytes() + k * bits / Byte.SIZE * Tiles.TILE + output % Tiles.TILE;
            int bare = bits == Byte.SIZE ? from[at] : k % 2 == 0 ? (byte) (from[at] << HALF) >> HALF : from[at] >> HALF;
            return bare + middle();
        }
    }

    /**
     * @param offsets empty where there are none
     * @param bias [outputs of all tiles]
     */
    WholeMatrix(Layout layout, byte[] numbers, float[] scales, float[] offsets, float[] bias) {
        this.layout = layout;
        this.numbers = numbers;
        this.scales = scales;
        this.offsets = layout.hasOffsets() ? offsets : new float[Tiles.TILE];
        this.bias = bias;
    }

    @Override
    public int tiles() {
        return bias.length / Tiles.TILE;
    }

    @Override
    public int inputs() {
        return layout.inputs();
    }

    @Override
    public void multiply(Operand operand, int rows, int fromTile, int toTile, float[] y, int stride) {
        float[] x = operand.interleaved();
        if (rows == 1 && !layout.hasOffsets() && BY_VECTORS) {
            for (int tile = fromTile; tile < toTile; tile++) {
                if (layout.bits() == Byte.SIZE) {
                    bytesByOneRow(tile, x, y);
                } else {
                    halvesByOneRow(tile, x, y);
                }
            }
            return;
        }
        if (rows <= Tiles.BLOCK && !layout.hasOffsets() && BY_VECTORS) {
            for (int tile = fromTile; tile < toTile; tile++) {
                byRows(tile, x, rows, y, tile * Tiles.TILE, stride);
            }
            return;
        }
        float[] wide = WIDE.get();
        if (wide.length < Tiles.TILE * layout.inputs()) {
            wide = new float[Tiles.TILE * layout.inputs()];
            WIDE.set(wide);
        }
        float[] wideBias = new float[Tiles.TILE];
        FloatMatrix one = new FloatMatrix(wide, wideBias, layout.inputs());
        for (int tile = fromTile; tile < toTile; tile++) {
            widen(tile, wide);
            System.arraycopy(bias, tile * Tiles.TILE, wideBias, 0, Tiles.TILE);
            one.multiplyTile(0, x, rows, y, tile * Tiles.TILE, stride);
        }
    }

    /** A block of rows at most: more than four by fours, as the sums of eight are more than the JVM (17) keeps in registers here. */
    private void byRows(int tile, float[] x, int rows, float[] y, int at, int stride) {
        for (int row = 0; row < rows; row += 4) {
            if (layout.bits() == Byte.SIZE) {
                bytesByFourRows(tile, x, row, y, row * stride + at, stride);
            } else {
                halvesByFourRows(tile, x, row, y, row * stride + at, stride);
            }
        }
    }

    @Override
    public void copyOutput(int output, float[] into, int at) {
        for (int k = 0; k < layout.inputs(); k++) {
            into[at + k] = weight(output, k);
        }
    }

    private float weight(int output, int k) {
        int s = output / Tiles.TILE * layout.tileScales() + k / layout.scaleEvery() * Tiles.TILE + output % Tiles.TILE;
        float product = scales[s] * layout.get(numbers, output, k);
        return layout.hasOffsets() ? product + offsets[s] : product;
    }

    private static FloatVector wide(byte[] numbers, int at) {
        return (FloatVector) ByteVector.fromArray(BYTES, numbers, at).castShape(Tiles.SPECIES, 0);
    }

    private static IntVector pair(byte[] numbers, int at) {
        return (IntVector) ByteVector.fromArray(BYTES, numbers, at).castShape(INTS, 0);
    }

    private static FloatVector first(IntVector pair) {
        return (FloatVector) pair.lanewise(VectorOperators.LSHL, Integer.SIZE - HALF)
                .lanewise(VectorOperators.ASHR, Integer.SIZE - HALF)
                .convert(VectorOperators.I2F, 0);
    }

    private static FloatVector second(IntVector pair) {
        return (FloatVector) pair.lanewise(VectorOperators.ASHR, HALF).convert(VectorOperators.I2F, 0);
    }

    private static FloatVector floats(float[] from, int at) {
        return FloatVector.fromArray(Tiles.SPECIES, from, at);
    }

    private void bytesByOneRow(int tile, float[] x, float[] y) {
        int o = tile * Tiles.TILE;
        FloatVector a = floats(bias, o);
        FloatVector b = floats(bias, o + Tiles.LANES);
        int w = tile * layout.tileBytes();
        int s = tile * layout.tileScales();
        int shift = layout.scaleShift();
        int inputs = layout.inputs();
        for (int k = 0; k < inputs; k++) {
            FloatVector t = FloatVector.broadcast(Tiles.SPECIES, x[k * Tiles.BLOCK]);
            int at = w + k * Tiles.TILE;
            int scale = s + (k >> shift) * Tiles.TILE;
            a = wide(numbers, at).mul(floats(scales, scale)).fma(t, a);
            b = wide(numbers, at + Tiles.LANES)
                    .mul(floats(scales, scale + Tiles.LANES))
                    .fma(t, b);
        }
        a.intoArray(y, o);
        b.intoArray(y, o + Tiles.LANES);
    }

    private void halvesByOneRow(int tile, float[] x, float[] y) {
        int o = tile * Tiles.TILE;
        FloatVector a = floats(bias, o);
        FloatVector b = floats(bias, o + Tiles.LANES);
        int w = tile * layout.tileBytes();
        int s = tile * layout.tileScales();
        int shift = layout.scaleShift() - 1;
        int pairs = layout.inputs() / 2;
        for (int k = 0; k < pairs; k++) {
            FloatVector t = FloatVector.broadcast(Tiles.SPECIES, x[2 * k * Tiles.BLOCK]);
            FloatVector u = FloatVector.broadcast(Tiles.SPECIES, x[2 * k * Tiles.BLOCK + Tiles.BLOCK]);
            int at = w + k * Tiles.TILE;
            int scale = s + (k >> shift) * Tiles.TILE;
            IntVector pair = pair(numbers, at);
            FloatVector by = floats(scales, scale);
            a = first(pair).mul(by).fma(t, a);
            a = second(pair).mul(by).fma(u, a);
            pair = pair(numbers, at + Tiles.LANES);
            by = floats(scales, scale + Tiles.LANES);
            b = first(pair).mul(by).fma(t, b);
            b = second(pair).mul(by).fma(u, b);
        }
        a.intoArray(y, o);
        b.intoArray(y, o + Tiles.LANES);
    }

    private void bytesByFourRows(int tile, float[] x, int row, float[] y, int yAt, int stride) {
        FloatVector a0 = floats(bias, tile * Tiles.TILE);
        FloatVector b0 = floats(bias, tile * Tiles.TILE + Tiles.LANES);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b1 = b0;
        FloatVector b2 = b0;
        FloatVector b3 = b0;
        int w = tile * layout.tileBytes();
        int s = tile * layout.tileScales();
        int shift = layout.scaleShift();
        int inputs = layout.inputs();
        for (int k = 0; k < inputs; k++) {
            int at = w + k * Tiles.TILE;
            int scale = s + (k >> shift) * Tiles.TILE;
            int t0 = k * Tiles.BLOCK + row;
            FloatVector u = wide(numbers, at).mul(floats(scales, scale));
            FloatVector v = wide(numbers, at + Tiles.LANES).mul(floats(scales, scale + Tiles.LANES));
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

    private void halvesByFourRows(int tile, float[] x, int row, float[] y, int yAt, int stride) {
        FloatVector a0 = floats(bias, tile * Tiles.TILE);
        FloatVector b0 = floats(bias, tile * Tiles.TILE + Tiles.LANES);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b1 = b0;
        FloatVector b2 = b0;
        FloatVector b3 = b0;
        int w = tile * layout.tileBytes();
        int s = tile * layout.tileScales();
        int shift = layout.scaleShift() - 1;
        int pairs = layout.inputs() / 2;
        for (int k = 0; k < pairs; k++) {
            int at = w + k * Tiles.TILE;
            int scale = s + (k >> shift) * Tiles.TILE;
            int t0 = 2 * k * Tiles.BLOCK + row;
            int t1 = t0 + Tiles.BLOCK;
            IntVector pairA = pair(numbers, at);
            IntVector pairB = pair(numbers, at + Tiles.LANES);
            FloatVector byA = floats(scales, scale);
            FloatVector byB = floats(scales, scale + Tiles.LANES);
            FloatVector u = first(pairA).mul(byA);
            FloatVector v = first(pairB).mul(byB);
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
            u = second(pairA).mul(byA);
            v = second(pairB).mul(byB);
            t = FloatVector.broadcast(Tiles.SPECIES, x[t1]);
            a0 = u.fma(t, a0);
            b0 = v.fma(t, b0);
            t = FloatVector.broadcast(Tiles.SPECIES, x[t1 + 1]);
            a1 = u.fma(t, a1);
            b1 = v.fma(t, b1);
            t = FloatVector.broadcast(Tiles.SPECIES, x[t1 + 2]);
            a2 = u.fma(t, a2);
            b2 = v.fma(t, b2);
            t = FloatVector.broadcast(Tiles.SPECIES, x[t1 + 3]);
            a3 = u.fma(t, a3);
            b3 = v.fma(t, b3);
        }
        Tiles.store(a0, b0, a1, b1, a2, b2, a3, b3, y, yAt, stride);
    }

    /** A tile as a {@link FloatMatrix} has it. */
    private void widen(int tile, float[] into) {
        if (!BY_VECTORS) {
            for (int i = 0; i < Tiles.TILE * layout.inputs(); i++) {
                into[i] = weight(tile * Tiles.TILE + i % Tiles.TILE, i / Tiles.TILE);
            }
            return;
        }
        if (layout.bits() == Byte.SIZE) {
            widenBytes(tile, 0, into);
            widenBytes(tile, Tiles.LANES, into);
        } else {
            widenHalves(tile, into);
        }
    }

    private void widenBytes(int tile, int half, float[] into) {
        int w = tile * layout.tileBytes() + half;
        int s = tile * layout.tileScales() + half;
        int o = layout.hasOffsets() ? s : half;
        int offsetTile = layout.hasOffsets() ? Tiles.TILE : 0;
        int shift = layout.scaleShift();
        int inputs = layout.inputs();
        for (int k = 0; k < inputs; k++) {
            wide(numbers, w + k * Tiles.TILE)
                    .mul(floats(scales, s + (k >> shift) * Tiles.TILE))
                    .add(floats(offsets, o + (k >> shift) * offsetTile))
                    .intoArray(into, half + k * Tiles.TILE);
        }
    }

    /** So long that the JVM puts it into no other method, where its vectors would become objects in some processes. */
    private void widenHalves(int tile, float[] into) {
        int w = tile * layout.tileBytes();
        int s = tile * layout.tileScales();
        int o = layout.hasOffsets() ? s : 0;
        int offsetTile = layout.hasOffsets() ? Tiles.TILE : 0;
        int shift = layout.scaleShift() - 1;
        int pairs = layout.inputs() / 2;
        float middle = layout.middle();
        for (int k = 0; k < pairs; k++) {
            int to = 2 * k * Tiles.TILE;
            int scale = s + (k >> shift) * Tiles.TILE;
            int offset = o + (k >> shift) * offsetTile;
            IntVector pair = pair(numbers, w + k * Tiles.TILE);
            FloatVector by = floats(scales, scale);
            FloatVector plus = floats(offsets, offset);
            first(pair).add(middle).mul(by).add(plus).intoArray(into, to);
            second(pair).add(middle).mul(by).add(plus).intoArray(into, to + Tiles.TILE);
            pair = pair(numbers, w + k * Tiles.TILE + Tiles.LANES);
            by = floats(scales, scale + Tiles.LANES);
            plus = floats(offsets, offset + Tiles.LANES);
            first(pair).add(middle).mul(by).add(plus).intoArray(into, to + Tiles.LANES);
            second(pair).add(middle).mul(by).add(plus).intoArray(into, to + Tiles.TILE + Tiles.LANES);
        }
    }
}
