package org.counterpoint.engine.machine;

/** What a process is told to multiply matrices with. */
public final class KernelChoice {
    /** The system property that says it. */
    public static final String PROPERTY = "counterpoint.kernels";

    public static final String AUTO = "auto";
    /** oneDNN's, even where others are faster. */
    public static final String ONEDNN = "onednn";
    /** Nothing that is made for this processor. */
    public static final String PLAIN = "plain";

    private KernelChoice() {}

    /** What the property says; {@link #AUTO} where it says nothing. */
    public static String asked() {
        return System.getProperty(PROPERTY, AUTO);
    }

    public static boolean isPlain() {
        return is(PLAIN);
    }

    public static boolean isOneDnn() {
        return is(ONEDNN);
    }

    private static boolean is(String kind) {
        return asked().strip().equalsIgnoreCase(kind);
    }
}
