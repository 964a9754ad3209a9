package org.counterpoint.train.step;

/** A loss that is NaN or infinite; the message names the pair or response and its place. */
public final class NonFiniteLossException extends RuntimeException {
    public NonFiniteLossException(String message) {
        super(message);
    }
}
