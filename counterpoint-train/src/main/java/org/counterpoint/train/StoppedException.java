package org.counterpoint.train;

/** Someone asked for the end, and the work is kept as the message says. No failure: the same command goes on. */
public final class StoppedException extends RuntimeException {
    @java.io.Serial
    private static final long serialVersionUID = 1;

    public StoppedException(String message) {
        super(message);
    }
}
