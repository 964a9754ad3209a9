package org.counterpoint.train.ranks;

import java.nio.FloatBuffer;
import java.util.function.Consumer;
import org.counterpoint.engine.LearntNumbers;

/** Gradients of which nobody may ask for what is learnt with them. */
interface GradientsAlone extends LearntNumbers {
    @Override
    default void weights(Consumer<FloatBuffer> pieces) {
        throw new AssertionError();
    }

    @Override
    default void moments(Consumer<FloatBuffer> pieces) {
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
