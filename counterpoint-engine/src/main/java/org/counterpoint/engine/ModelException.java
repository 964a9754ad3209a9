package org.counterpoint.engine;

/**
 * A model folder, tokenizer or chat template that cannot be used as it is: the message says what, where
 * and how to mend it.
 */
public final class ModelException extends RuntimeException {
    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
