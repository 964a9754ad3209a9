package org.counterpoint.engine.vector;

import java.util.Set;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.counterpoint.engine.ModelException;

/**
 * Whether this process can use vectors, and how wide ones. Touches no vector class before it knows.
 *
 * <p>The system property {@code counterpoint.vector_bits} chooses 128, 256 or 512; without it the widest of the processor
 * are taken.
 */
public final class Vectors {
    static final String PROPERTY = "counterpoint.vector_bits";
    /** On x86-64 fewer bits come without fused multiply-add in hardware, and the native library is faster. */
    private static final int LEAST_BITS_ON_X86 = 256;

    private static final Set<String> WIDTHS = Set.of("128", "256", "512");

    private Vectors() {}

    /** True where the module was added to the process and the processor's vectors are wide enough, or were asked for. */
    public static boolean available() {
        return Holder.AVAILABLE;
    }

    /**
     * The bits that a property asks for, 0 for those of the processor.
     *
     * @throws ModelException if it is no width
     */
    static int bits(String property) {
        if (property.isBlank()) {
            return 0;
        }
        if (!WIDTHS.contains(property.strip())) {
            throw new ModelException(
                    "-D" + PROPERTY + "=" + property + " is no width of vectors: give 128, 256 or 512");
        }
        return Integer.parseInt(property.strip());
    }

    /** Whether vectors of the processor's own width are worth it. */
    static boolean serve(int bits, String architecture) {
        boolean x86 = architecture.equals("amd64") || architecture.equals("x86_64");
        return bits >= (x86 ? LEAST_BITS_ON_X86 : VectorShape.S_128_BIT.vectorBitSize());
    }

    private static final class Holder {
        static final boolean AVAILABLE =
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                        && (Width.ASKED > 0 || serve(Width.SPECIES.vectorBitSize(), System.getProperty("os.arch", "")));
    }

    /** Known only where there are vectors. */
    static final class Width {
        static final int ASKED = bits(System.getProperty(PROPERTY, ""));
        static final VectorSpecies<Float> SPECIES = ASKED == 0
                ? FloatVector.SPECIES_PREFERRED
                : VectorSpecies.of(float.class, VectorShape.forBitSize(ASKED));

        private Width() {}
    }
}
