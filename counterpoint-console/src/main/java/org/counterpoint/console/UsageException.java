package org.counterpoint.console;

import java.io.Serial;
import java.util.List;

/** A command line that parses but cannot be meant so. The message says what is wrong and how to mend it. */
public final class UsageException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }

    /** Of all that is wrong at once. */
    public static UsageException of(List<String> faults) {
        return new UsageException(String.join("\n", faults));
    }
}
