package org.counterpoint.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Between fp32 and bf16, the upper half of it: to the nearest, to even in the middle. Rounds finite numbers. */
public final class HalfRounding {
    private static final int HALF = 16;
    private static final int UPPER = 0xffff_0000;
    private static final int ALMOST_HALF = 0x7fff;
    /** A short a lane; vectors of two shorts there are none, and numbers are rounded one by one. */
    private static final boolean BY_VECTORS = Lanes.COUNT * Short.SIZE >= VectorShape.S_64_BIT.vectorBitSize();

    private static final VectorSpecies<Short> SHORTS = BY_VECTORS
            ? VectorSpecies.of(short.class, VectorShape.forBitSize(Lanes.COUNT * Short.SIZE))
            : ShortVector.SPECIES_64;

    private static final VectorSpecies<Integer> INTS = Lanes.SPECIES.withLanes(int.class);

    private HalfRounding() {}

    public static void round(float[] from, int at, int count, short[] into, int to) {
        int whole = BY_VECTORS ? Lanes.SPECIES.loopBound(count) : 0;
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            IntVector bits = FloatVector.fromArray(Lanes.SPECIES, from, at + i).reinterpretAsInts();
            IntVector odd = bits.lanewise(VectorOperators.LSHR, HALF).and(1);
            bits.add(ALMOST_HALF)
                    .add(odd)
                    .lanewise(VectorOperators.LSHR, HALF)
                    .convertShape(VectorOperators.I2S, SHORTS, 0)
                    .reinterpretAsShorts()
                    .intoArray(into, to + i);
        }
        for (int i = whole; i < count; i++) {
            into[to + i] = (short) (upper(from[at + i]) >>> HALF);
        }
    }

    /** bf16 to fp32. */
    public static void widen(short[] from, int at, int count, float[] into, int to) {
        int whole = BY_VECTORS ? Lanes.SPECIES.loopBound(count) : 0;
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            ShortVector.fromArray(SHORTS, from, at + i)
                    .convertShape(VectorOperators.S2I, INTS, 0)
                    .reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, HALF)
                    .reinterpretAsFloats()
                    .intoArray(into, to + i);
        }
        for (int i = whole; i < count; i++) {
            into[to + i] = Float.intBitsToFloat(from[at + i] << HALF);
        }
    }

    /** Two numbers, the first in the lower half. */
    public static int both(float first, float second) {
        return upper(first) >>> HALF | upper(second) & UPPER;
    }

    /** The number in the lower half. */
    public static float first(int both) {
        return Float.intBitsToFloat(both << HALF);
    }

    /** The number in the upper half. */
    public static float second(int both) {
        return Float.intBitsToFloat(both & UPPER);
    }

    /** The numbers in the lower halves. */
    public static FloatVector first(IntVector both) {
        return both.lanewise(VectorOperators.LSHL, HALF).reinterpretAsFloats();
    }

    /** The numbers in the upper halves. */
    public static FloatVector second(IntVector both) {
        return both.lanewise(VectorOperators.AND, UPPER).reinterpretAsFloats();
    }

    /** A number's bits, rounded to bf16 in the upper half; the lower half is of no meaning. */
    private static int upper(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits + ALMOST_HALF + (bits >>> HALF & 1);
    }
}
