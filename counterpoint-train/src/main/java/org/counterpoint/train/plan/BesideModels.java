package org.counterpoint.train.plan;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.model.BaseWeights;
import org.counterpoint.train.objective.PolicyObjective;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;

/**
 * The models that a policy needs beside itself to learn from its own answers. A method that learns from a file needs
 * {@link #NONE}: its reference is scored and freed before.
 *
 * @param scored the reference where it is a model of its own, and the reward models
 * @param value ppo's; null for methods without one
 */
public record BesideModels(
        List<ModelShape> scored, @Nullable ModelShape value) {
    /** Nothing. */
    public static final BesideModels NONE = new BesideModels(List.of(), null);

    public BesideModels {
        scored = List.copyOf(scored);
    }

    /**
     * Those of a method that draws answers.
     *
     * @param reference null for the policy's start, which an adapter's base gives without another model
     * @param rewards reward models, also one that only watches
     * @param value what the value model starts as; null for the first reward model, or without one the policy
     */
    public static BesideModels of(
            TrainSettings settings,
            ModelShape policy,
            @Nullable ModelShape reference,
            List<ModelShape> rewards,
            @Nullable ModelShape value) {
        if (!(settings.objective() instanceof PolicyObjective objective)) {
            return NONE;
        }
        List<ModelShape> scored = new ArrayList<>(rewards);
        boolean adapts = policy.adapter() != null || settings.adapter().rank() > 0;
        if (reference != null || !adapts) {
            scored.add(reference == null ? policy : reference);
        }
        if (!(objective.rule() instanceof PolicyObjective.Ppo)) {
            return new BesideModels(scored, null);
        }
        ModelShape start = rewards.isEmpty() ? policy : rewards.get(0);
        return new BesideModels(scored, value == null ? start : value);
    }

    /** Bytes of memory of the process: weights, and of a value model what it takes to learn. */
    long anonymous(PlanChoices choices, Precision precision) {
        long bytes = 0;
        for (ModelShape model : scored) {
            bytes += HeldWeights.scoring(model, BaseWeights.MAPPED, precision).anonymous();
        }
        if (value != null) {
            HeldWeights learnt = HeldWeights.learnt(value, choices.adapter(), precision, true);
            long gradients = Float.BYTES * learnt.learnt();
            bytes += learnt.anonymous() + gradients + 2 * gradients;
        }
        return bytes;
    }

    /** Bytes of files that stay mapped. */
    long mapped(PlanChoices choices, Precision precision) {
        long bytes = 0;
        for (ModelShape model : scored) {
            bytes += HeldWeights.scoring(model, BaseWeights.MAPPED, precision).mapped();
        }
        return value == null
                ? bytes
                : bytes
                        + HeldWeights.learnt(value, choices.adapter(), precision, true)
                                .mapped();
    }
}
