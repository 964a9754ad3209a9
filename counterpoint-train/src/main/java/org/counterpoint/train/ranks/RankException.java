package org.counterpoint.train.ranks;

import org.counterpoint.train.TrainingException;

/** A rank is lost, failed or disagrees; the message names it. */
public final class RankException extends TrainingException {
    @java.io.Serial
    private static final long serialVersionUID = 1;

    private final String cause;

    public RankException(String message) {
        this(message, "");
    }

    /** @param cause the simple name of the exception with which the rank failed */
    RankException(String message, String cause) {
        super(message);
        this.cause = cause;
    }

    /** Whether another rank failed with an exception of this type. */
    public boolean isOf(Class<? extends Exception> type) {
        return cause.equals(type.getSimpleName());
    }
}
