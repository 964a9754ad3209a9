package org.counterpoint.engine.model;

import java.nio.file.Path;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.adapter.AdapterSettings;
import org.counterpoint.engine.adapter.DropoutSettings;
import org.jspecify.annotations.Nullable;

/**
 * How a model is held and computed.
 *
 * @param head what it gives by row
 * @param trainable whether gradients and optimizer state may be needed; without, memory is one copy of the weights
 * @param activationCheckpointing whether a layer keeps only its input for the backward pass and computes the
 *     rest again: less memory, about a third more work
 * @param logitsBudgetBytes how much memory the logits of one pass may take before they are computed in slabs
 * @param device where it lives
 */
public record ModelOptions(
        Precision precision,
        HeadKind head,
        boolean trainable,
        boolean activationCheckpointing,
        long logitsBudgetBytes,
        Adapting adapting,
        Device device) {
    private static final long DEFAULT_LOGITS_BUDGET = 512L << 20;

    /**
     * What is learnt of it: everything, or an adapter.
     *
     * @param fresh how a new adapter is made; null for none. A folder that holds an adapter goes on with that
     * @param start the folder that the adapter started from, where it is not the one that is loaded
     * @param base the base's folder, where it is not the one that the adapter names
     */
    public record Adapting(
            @Nullable AdapterSettings fresh,
            @Nullable Path start,
            @Nullable Path base,
            BaseWeights weights,
            DropoutSettings dropout) {
        static final Adapting NOT = new Adapting(null, null, null, BaseWeights.MAPPED, DropoutSettings.NONE);
    }

    public static ModelOptions forTraining(Precision precision) {
        return of(precision, true);
    }

    public static ModelOptions forScoring(Precision precision) {
        return of(precision, false);
    }

    private static ModelOptions of(Precision precision, boolean trainable) {
        return new ModelOptions(
                precision,
                HeadKind.logProbabilities(),
                trainable,
                false,
                DEFAULT_LOGITS_BUDGET,
                Adapting.NOT,
                Device.cpu());
    }

    public ModelOptions withHead(HeadKind kind) {
        return new ModelOptions(
                precision, kind, trainable, activationCheckpointing, logitsBudgetBytes, adapting, device);
    }

    public ModelOptions withActivationCheckpointing(boolean on) {
        return new ModelOptions(precision, head, trainable, on, logitsBudgetBytes, adapting, device);
    }

    public ModelOptions withLogitsBudget(long bytes) {
        return new ModelOptions(precision, head, trainable, activationCheckpointing, bytes, adapting, device);
    }

    public ModelOptions withAdapting(Adapting other) {
        return new ModelOptions(precision, head, trainable, activationCheckpointing, logitsBudgetBytes, other, device);
    }

    public ModelOptions withDevice(Device other) {
        return new ModelOptions(
                precision, head, trainable, activationCheckpointing, logitsBudgetBytes, adapting, other);
    }

    /** A new adapter, which alone is learnt. */
    public ModelOptions withAdapter(AdapterSettings fresh) {
        return withAdapting(
                new Adapting(fresh, adapting.start(), adapting.base(), adapting.weights(), adapting.dropout()));
    }

    public ModelOptions withStart(Path start) {
        return withAdapting(
                new Adapting(adapting.fresh(), start, adapting.base(), adapting.weights(), adapting.dropout()));
    }

    public ModelOptions withBase(@Nullable Path base) {
        return withAdapting(
                new Adapting(adapting.fresh(), adapting.start(), base, adapting.weights(), adapting.dropout()));
    }

    public ModelOptions withBaseWeights(BaseWeights weights) {
        return withAdapting(
                new Adapting(adapting.fresh(), adapting.start(), adapting.base(), weights, adapting.dropout()));
    }

    /** Drops some of what goes into adapters while they learn. */
    public ModelOptions withDropout(DropoutSettings dropout) {
        return withAdapting(
                new Adapting(adapting.fresh(), adapting.start(), adapting.base(), adapting.weights(), dropout));
    }
}
