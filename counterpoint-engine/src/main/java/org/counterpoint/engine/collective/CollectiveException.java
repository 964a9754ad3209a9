package org.counterpoint.engine.collective;

/** Processes lost one another: one ended, did not come, or took too long. Nothing more can be done with the group. */
public final class CollectiveException extends RuntimeException {
    @java.io.Serial
    private static final long serialVersionUID = 1;

    CollectiveException(String message) {
        super(message);
    }

    CollectiveException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The native library's words without its places in files and its stack. */
    static String words(RuntimeException e) {
        String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return first.replaceFirst("^\\[[^]]*]\\s*", "").strip();
    }
}
