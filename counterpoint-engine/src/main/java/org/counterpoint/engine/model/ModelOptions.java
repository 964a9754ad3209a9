package org.counterpoint.engine.model;

import org.counterpoint.engine.Precision;

/**
 * How a model is held and computed.
 *
 * @param trainable whether gradients and optimizer state may be needed; without, memory is one copy of the weights
 * @param activationCheckpointing whether a layer keeps only its input for the backward pass and computes the
 *     rest again: less memory, about a third more work
 * @param logitsBudgetBytes how much memory the logits of one pass may take before they are computed in slabs
 */
public record ModelOptions(
        Precision precision, boolean trainable, boolean activationCheckpointing, long logitsBudgetBytes) {
    private static final long DEFAULT_LOGITS_BUDGET = 512L << 20;

    public static ModelOptions forTraining(Precision precision) {
        return new ModelOptions(precision, true, false, DEFAULT_LOGITS_BUDGET);
    }

    public static ModelOptions forScoring(Precision precision) {
        return new ModelOptions(precision, false, false, DEFAULT_LOGITS_BUDGET);
    }

    public ModelOptions withActivationCheckpointing(boolean on) {
        return new ModelOptions(precision, trainable, on, logitsBudgetBytes);
    }

    public ModelOptions withLogitsBudget(long bytes) {
        return new ModelOptions(precision, trainable, activationCheckpointing, bytes);
    }
}
