package org.counterpoint.chat.ask;

import java.time.Duration;
import org.counterpoint.data.InputException;

/**
 * How hard a model may be pressed.
 *
 * @param concurrency questions on their way at once
 * @param retries tries after the first, where a question fails in a way that may pass
 * @param requestsPerMinute spread evenly; 0: no limit
 * @param tokensPerMinute of questions and answers, spread evenly; 0: no limit
 * @param patience how long a server may stay down before all asking ends
 */
public record Limits(int concurrency, int retries, long requestsPerMinute, long tokensPerMinute, Duration patience) {

    public static final Limits STANDARD = new Limits(8, 5, 0, 0, Duration.ofMinutes(1));

    /** The most questions on their way at once. */
    public static final int MOST_AT_ONCE = 1024;

    /** @throws InputException where a number makes no sense */
    public Limits {
        require(
                concurrency >= 1 && concurrency <= MOST_AT_ONCE,
                "a concurrency of " + concurrency + ": it is between 1 and " + MOST_AT_ONCE);
        require(retries >= 0, retries + " retries: there are none or more");
        require(requestsPerMinute >= 0, requestsPerMinute + " requests per minute: it is 0 (no limit) or more");
        require(tokensPerMinute >= 0, tokensPerMinute + " tokens per minute: it is 0 (no limit) or more");
        require(!patience.isNegative(), "a patience of " + patience.toSeconds() + " s: it is 0 or more");
    }

    private static void require(boolean sound, String fault) {
        if (!sound) {
            throw new InputException(fault);
        }
    }
}
