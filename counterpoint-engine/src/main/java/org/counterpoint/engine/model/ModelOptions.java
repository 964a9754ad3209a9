package org.counterpoint.engine.model;

import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.Precision;

/**
 * How a model is held and computed.
 *
 * @param head what it gives by row
 * @param trainable whether gradients and optimizer state may be needed; without, memory is one copy of the weights
 * @param activationCheckpointing whether a layer keeps only its input for the backward pass and computes the
 *     rest again: less memory, about a third more work
 * @param logitsBudgetBytes how much memory the logits of one pass may take before they are computed in slabs
 */
public record ModelOptions(
        Precision precision,
        HeadKind head,
        boolean trainable,
        boolean activationCheckpointing,
        long logitsBudgetBytes) {
    private static final long DEFAULT_LOGITS_BUDGET = 512L << 20;

    public static ModelOptions forTraining(Precision precision) {
        return new ModelOptions(precision, HeadKind.logProbabilities(), true, false, DEFAULT_LOGITS_BUDGET);
    }

    public static ModelOptions forScoring(Precision precision) {
        return new ModelOptions(precision, HeadKind.logProbabilities(), false, false, DEFAULT_LOGITS_BUDGET);
    }

    public ModelOptions withHead(HeadKind kind) {
        return new ModelOptions(precision, kind, trainable, activationCheckpointing, logitsBudgetBytes);
    }

    public ModelOptions withActivationCheckpointing(boolean on) {
        return new ModelOptions(precision, head, trainable, on, logitsBudgetBytes);
    }

    public ModelOptions withLogitsBudget(long bytes) {
        return new ModelOptions(precision, head, trainable, activationCheckpointing, bytes);
    }
}
