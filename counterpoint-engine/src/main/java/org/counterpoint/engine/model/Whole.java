package org.counterpoint.engine.model;

import java.util.List;

/** Weights that are whole as long as this is open: those that are cut over processes are gathered for it. */
final class Whole implements AutoCloseable {
    private final List<Cut> cut;
    private final Use use;

    /** What a pass does with weights. */
    enum Use {
        /** Rows of them are read, in fp32. */
        LOOK_UP,
        /** Products are made with them. */
        FORWARD,
        /** Products are made with them, and gradients are gathered. */
        BACKWARD,
        /** Gradients alone are gathered. */
        ADD_GRADIENT;

        boolean differentiates() {
            return this == BACKWARD || this == ADD_GRADIENT;
        }
    }

    private Whole(List<Cut> cut, Use use) {
        this.cut = cut;
        this.use = use;
    }

    /** @param weights of one process, all of which are whole anyway, or cut over several */
    static Whole of(List<Weight> weights, Use use) {
        List<Cut> cut =
                weights.stream().flatMap(weight -> weight.cut().stream()).toList();
        cut.forEach(one -> one.gather(use));
        return new Whole(cut, use);
    }

    /** Hands the gradients out. */
    @Override
    public void close() {
        cut.forEach(one -> one.release(use));
    }
}
