package org.counterpoint.engine.model;

import org.counterpoint.engine.Floats;
import org.counterpoint.engine.OptimizerShare;

/** One process, which holds all moments. */
enum AloneWithOptimizer implements OptimizerShare {
    INSTANCE;

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public void broadcast(Floats values, int from) {
        // There is nobody else.
    }
}
