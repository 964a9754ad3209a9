package org.counterpoint.train.run;

import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.machine.ContainerLimits;
import org.counterpoint.engine.machine.Memory;
import org.counterpoint.engine.machine.Sizes;
import org.jspecify.annotations.Nullable;

/**
 * The least memory that a model takes, held against what there is before it is loaded: the native libraries end the
 * process where they get none, with words for nobody.
 *
 * @param parameters of the model
 * @param bytesEach how many bytes each of them takes, activations and everything else left out
 * @param what takes them, for a person
 */
record MemoryNeed(long parameters, int bytesEach, String what) {

    /** Weights, their gradients and AdamW's two moments, in fp32 whatever the arithmetic. */
    static MemoryNeed ofTraining(long parameters) {
        return new MemoryNeed(
                parameters, 4 * Float.BYTES, "its weights, gradients and AdamW's two moments alone take ");
    }

    /** @param bytesEach of a weight */
    static MemoryNeed ofScoring(long parameters, int bytesEach) {
        return new MemoryNeed(parameters, bytesEach, "its weights alone take ");
    }

    /** @throws ModelException where it does not fit, saying what would */
    void require(String model, Memory machine, ContainerLimits container) {
        @Nullable Long limit = container.memory();
        long free = limit == null ? machine.available() : Math.min(machine.available(), limit);
        if (machine.available() < 0 || parameters * bytesEach <= free) {
            return;
        }
        throw new ModelException(model + " does not fit into the memory that is free: " + Sizes.bytes(free) + ", and "
                + what + Sizes.bytes(parameters * bytesEach) + "\n  free memory, or take a model of at most "
                + free / bytesEach / 1_000_000 + " million parameters (this one has " + parameters / 1_000_000 + ")");
    }
}
