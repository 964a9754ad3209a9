package org.counterpoint.chat.ask;

import java.time.Duration;

/**
 * Spreads requests and tokens evenly over time, so that no minute holds more than is allowed: each takes the next free
 * moment, and moves it on by its share of a minute. A wish of the server to wait holds for everybody.
 */
final class Pace {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Limits limits;
    private final long start;
    private long nextRequest;
    private long nextTokens;
    private long notBefore;

    /** @param now in nanoseconds; all times are counted from here */
    Pace(Limits limits, long now) {
        this.limits = limits;
        this.start = now;
    }

    /** Takes a place in the row for a request of so many tokens. Gives the nanoseconds until it may go. */
    synchronized long take(long tokens, long nanoTime) {
        long now = nanoTime - start;
        long at = Math.max(now, notBefore);
        if (limits.requestsPerMinute() > 0) {
            at = Math.max(at, nextRequest);
        }
        if (limits.tokensPerMinute() > 0) {
            at = Math.max(at, nextTokens);
            nextTokens = at + share(tokens);
        }
        if (limits.requestsPerMinute() > 0) {
            nextRequest = at + MINUTE / limits.requestsPerMinute();
        }
        return at - now;
    }

    /** Tokens that were taken and not used. */
    synchronized void giveBack(long tokens) {
        if (limits.tokensPerMinute() > 0) {
            nextTokens -= share(tokens);
        }
    }

    private long share(long tokens) {
        return (long) (MINUTE * ((double) tokens / limits.tokensPerMinute()));
    }

    /** Nobody asks before this time is over. */
    synchronized void pause(Duration time, long nanoTime) {
        notBefore = Math.max(notBefore, nanoTime - start + time.toNanos());
    }

    /** Nanoseconds until the pause that the server wished for is over. */
    synchronized long pauseLeft(long nanoTime) {
        return Math.max(0, notBefore - (nanoTime - start));
    }
}
