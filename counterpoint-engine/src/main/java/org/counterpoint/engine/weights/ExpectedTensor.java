package org.counterpoint.engine.weights;

import java.util.List;

/**
 * A parameter that a config asks for.
 *
 * @param kind how it begins in a new model
 */
public record ExpectedTensor(String name, List<Long> shape, Kind kind) {

    /** What a parameter is. */
    public enum Kind {
        EMBEDDING,
        LINEAR,
        BIAS,
        NORM
    }

    public ExpectedTensor {
        shape = List.copyOf(shape);
    }

    /** How many numbers it holds. */
    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
