package org.counterpoint.train;

/** Training began and could not be carried on; the message says at which step, why, and what to do. */
public class TrainingException extends RuntimeException {
    @java.io.Serial
    private static final long serialVersionUID = 1;

    public TrainingException(String message) {
        super(message);
    }

    public TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
