package org.counterpoint.console;

import java.time.Duration;

/** Times as a person reads them. */
public final class Durations {
    private Durations() {}

    /** In the largest unit that is not 0, at least a second: {@code 40 s}, {@code 3 min}, {@code 2 h 41 min}. */
    public static String about(double seconds) {
        Duration time = Duration.ofMillis((long) (seconds * 1000));
        if (time.toDays() > 1) {
            return time.toDays() + " days";
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : Math.max(1, time.toSeconds()) + " s";
    }
}
