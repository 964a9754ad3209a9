package org.counterpoint.data;

/**
 * What the user gave is wrong as a whole: a file that cannot be used, an output that is taken, settings that
 * contradict the files. The message says what, where and how to mend it, in a few lines made for a person.
 *
 * <p>A single bad row is not this: it goes to the {@link Ledger} and the work goes on.
 */
public final class InputException extends RuntimeException {
    public InputException(String message) {
        super(message);
    }

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
