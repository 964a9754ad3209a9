package org.counterpoint.engine;

import java.util.List;
import java.util.function.Consumer;

/**
 * What a model learns, and what its learning holds, as plain numbers: shown piece by piece, in the same order and cut for
 * every copy of the model, to be read and changed where they lie. A piece is valid during the call alone.
 */
public interface LearntNumbers {

    /** Some of the gradients, each number of them in one part alone. */
    @FunctionalInterface
    interface GradientPart {
        void show(Consumer<Floats> pieces);
    }

    /** The gradients gathered so far in parts, in the order in which {@link TrainableModel.Pass#backward} is done with them. */
    List<GradientPart> gradientParts();

    /** All of them. */
    default void gradients(Consumer<Floats> pieces) {
        gradientParts().forEach(part -> part.show(pieces));
    }

    /** The weights that are learnt. */
    void weights(Consumer<Floats> pieces);

    /** AdamW's two moments of each weight. */
    void moments(Consumer<Floats> pieces);

    /** Zeros on the device on which all of this lies; the caller closes them. */
    Floats zeros(int count);

    /** How many updates were made. */
    long updates();

    /** Goes on as after so many updates. */
    void setUpdates(long updates);
}
