package org.counterpoint.train.plan;

import java.nio.file.Path;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.machine.Sizes;

/**
 * Holds what a process will take against what is free, before it takes it: the native libraries end the process where they
 * get nothing, with words for nobody.
 */
public final class MemoryFit {
    private MemoryFit() {}

    /** @throws InputException where a run does not fit, saying what would */
    public static void require(Path model, TrainingPlan plan) {
        if (plan.fits()) {
            return;
        }
        StringBuilder words = new StringBuilder("training " + model + " does not fit into the memory that is free: "
                + Sizes.bytes(plan.freeBytes()) + ", and it takes " + Sizes.bytes(plan.peakAnonymousBytes()) + " ("
                + parts(plan.memory()) + ")");
        for (TrainingPlan.Alternative other : plan.alternatives()) {
            words.append("\n  ").append(other.words()).append(" would take ");
            words.append(Sizes.bytes(other.peakAnonymousBytes())).append(other.fits() ? "" : ", too much still");
        }
        throw new InputException(
                words + "\n  free memory, take a smaller model, or start it all the same with --force");
    }

    private static String parts(MemoryParts memory) {
        return "weights " + Sizes.bytes(memory.weights()) + ", gradients " + Sizes.bytes(memory.gradients())
                + ", AdamW's moments " + Sizes.bytes(memory.moments())
                + (memory.beside() == 0 ? "" : ", models beside it " + Sizes.bytes(memory.beside())) + ", activations "
                + Sizes.bytes(memory.activations()) + ", logits " + Sizes.bytes(memory.logits()) + ", attention "
                + Sizes.bytes(memory.attention()) + ", the process itself " + Sizes.bytes(memory.process());
    }

    /**
     * Of a model that is only scored with.
     *
     * @param free bytes; -1 where the system does not say
     * @throws InputException where its weights alone do not fit
     */
    public static void requireScoring(Path model, HeldWeights weights, long free) {
        if (free >= 0 && weights.anonymous() > free) {
            throw new InputException(model + " does not fit into the memory that is free: " + Sizes.bytes(free)
                    + ", and its weights alone take " + Sizes.bytes(weights.anonymous())
                    + "\n  free memory, or take a smaller model");
        }
    }
}
