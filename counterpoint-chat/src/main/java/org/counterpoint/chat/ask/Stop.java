package org.counterpoint.chat.ask;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Says once, to all threads, that asking ends early and why; whoever sleeps is woken by it. */
class Stop {

    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable String reason;

    /** @param why a sentence; the first one holds */
    synchronized void now(String why) {
        if (reason == null) {
            reason = why;
            stopped.countDown();
        }
    }

    @Nullable
    String reason() {
        return reason;
    }

    boolean isSet() {
        return reason != null;
    }

    /** Time as this run measures it, in nanoseconds. */
    long nanoTime() {
        return System.nanoTime();
    }

    /** Sleeps; true, and at once, where asking ends. */
    boolean sleep(Duration time) throws InterruptedException {
        return stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
