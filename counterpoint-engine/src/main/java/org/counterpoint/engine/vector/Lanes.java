package org.counterpoint.engine.vector;

import jdk.incubator.vector.VectorSpecies;

/** The vectors that this process computes with. Touched only where {@link Vectors#available()}. */
public final class Lanes {
    public static final VectorSpecies<Float> SPECIES = Vectors.Width.SPECIES;

    /** Floats in a vector. */
    public static final int COUNT = SPECIES.length();

    private Lanes() {}

    /** {@code count} when the last vector is filled up. */
    public static int whole(int count) {
        return (count + COUNT - 1) / COUNT * COUNT;
    }
}
