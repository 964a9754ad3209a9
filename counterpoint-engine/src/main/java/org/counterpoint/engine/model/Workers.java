package org.counterpoint.engine.model;

import java.util.stream.IntStream;

/** Work over ranges of numbers by as many threads as one native operation uses. */
final class Workers {
    /** What one thread does as fast as several would begin. */
    private static final long LEAST = 1 << 14;

    private Workers() {}

    @FunctionalInterface
    interface Range {
        void run(long from, long to);
    }

    /** Splits from 0 to {@code count}. What a range gives must not depend on where it begins and ends. */
    static void run(long count, Range work) {
        int parts = (int) Math.max(1, Math.min(NativeRuntime.threads(), count / LEAST));
        if (parts == 1) {
            work.run(0, count);
            return;
        }
        IntStream.range(0, parts)
                .parallel()
                .forEach(part -> work.run(count * part / parts, count * (part + 1) / parts));
    }
}
