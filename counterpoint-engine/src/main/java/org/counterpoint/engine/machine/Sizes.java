package org.counterpoint.engine.machine;

import java.util.Locale;

/** Bytes as a person reads them. */
public final class Sizes {

    private Sizes() {}

    public static String bytes(long bytes) {
        if (bytes < 0) {
            return "unknown";
        }
        if (bytes < 1L << 30) {
            return String.format(Locale.ROOT, "%.0f MiB", bytes / 1048576.0);
        }
        return String.format(Locale.ROOT, "%.1f GiB", bytes / 1073741824.0);
    }
}
