package org.counterpoint.train.rollout;

import org.counterpoint.engine.ScoringModel;
import org.counterpoint.engine.TrainableModel;
import org.jspecify.annotations.Nullable;

/**
 * The models of a run that learns from a policy's own answers, each at the sampling temperature where it has one.
 *
 * @param reference a model of its own, or a view of the policy as it was
 * @param value null for methods without one
 */
public record RolloutModels(
        TrainableModel policy,
        ScoringModel reference,
        @Nullable TrainableModel value) {}
