package org.counterpoint.jinja;

import java.io.Serial;

/** A chat template that cannot be parsed or rendered, or that refused: the message says what and where. */
public final class TemplateException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public TemplateException(String message) {
        super(message);
    }

    public TemplateException(String message, Throwable cause) {
        super(message, cause);
    }
}
