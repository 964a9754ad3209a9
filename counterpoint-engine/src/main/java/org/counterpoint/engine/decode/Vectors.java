package org.counterpoint.engine.decode;

import jdk.incubator.vector.FloatVector;

/** Whether this process can use vectors. Touches no vector class before it knows. */
public final class Vectors {
    /** Below 256 bits, or without fused multiply-add in hardware, the native library is faster. */
    private static final int LEAST_BITS = 256;

    private Vectors() {}

    /** True where the module was added to the process and the processor's vectors are wide enough. */
    public static boolean available() {
        return Holder.AVAILABLE;
    }

    private static final class Holder {
        static final boolean AVAILABLE =
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && Width.BITS >= LEAST_BITS;
    }

    private static final class Width {
        static final int BITS = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }
}
