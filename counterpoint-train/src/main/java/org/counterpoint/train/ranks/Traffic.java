package org.counterpoint.train.ranks;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What learning together took of a process.
 *
 * @param seconds that it waited for exchanges, and in them for others
 * @param bytes that it sent, as the exchanges' algorithms have it
 */
public record Traffic(double seconds, long bytes) {
    /** Of a process by itself. */
    public static final Traffic NONE = new Traffic(0, 0);

    /** What was added since. */
    public Traffic since(Traffic before) {
        return new Traffic(seconds - before.seconds, bytes - before.bytes);
    }

    /** As a step tells it. */
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("seconds/ranks", seconds);
        metrics.put("bytes/ranks", (double) bytes);
        return metrics;
    }
}
