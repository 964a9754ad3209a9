package org.counterpoint.train.rollout;

import org.counterpoint.train.TrainingException;

/** A reward could not be had. Nothing is wrong with the policy: the same command goes on where this stopped it. */
public final class RewardException extends TrainingException {
    @java.io.Serial
    private static final long serialVersionUID = 1;

    public RewardException(String message) {
        super(message);
    }

    public RewardException(String message, Throwable cause) {
        super(message, cause);
    }
}
