package org.counterpoint.chat.ask;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time, and of that a random part between half and the whole,
 * so that many who failed together do not come back together.
 */
record Backoff(Duration first, Duration longest, RandomGenerator random) {

    private static final int MOST_DOUBLINGS = 30;

    /** @param failures tries that failed so far, from 1 */
    Duration after(int failures) {
        double whole = first.toMillis() * Math.pow(2, Math.min(failures - 1, MOST_DOUBLINGS));
        double limited = Math.min(whole, longest.toMillis());
        return Duration.ofMillis((long) (limited * (0.5 + random.nextDouble() / 2)));
    }
}
