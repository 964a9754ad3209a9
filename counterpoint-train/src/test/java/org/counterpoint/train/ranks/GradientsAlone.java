package org.counterpoint.train.ranks;

import java.util.function.Consumer;
import org.counterpoint.engine.Floats;
import org.counterpoint.engine.LearntNumbers;

/** Gradients of which nobody may ask for what is learnt with them. */
interface GradientsAlone extends LearntNumbers {
    @Override
    default Floats zeros(int count) {
        return Floats.zeros(count);
    }

    @Override
    default void weights(Consumer<Floats> pieces) {
        throw new AssertionError();
    }

    @Override
    default void moments(Consumer<Floats> pieces) {
        throw new AssertionError();
    }

    @Override
    default long updates() {
        throw new AssertionError();
    }

    @Override
    default void setUpdates(long updates) {
        throw new AssertionError();
    }
}
