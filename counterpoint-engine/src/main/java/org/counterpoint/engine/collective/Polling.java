package org.counterpoint.engine.collective;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.Work;

/**
 * Waits for an exchange in which nobody notices by itself that a process is gone: it is asked now and then, and the wait has
 * an end.
 *
 * @param lost whether another process is known to be gone
 */
record Polling(Duration timeout, BooleanSupplier lost) implements TensorExchange.Waiting {
    private static final long PAUSE_NANOS = 50_000;
    private static final long ASK_NANOS = 200_000_000;

    @Override
    public void end(Work work) {
        long began = System.nanoTime();
        long asked = began;
        while (!work.isCompleted()) {
            long now = System.nanoTime();
            if (now - began > timeout.toNanos()) {
                throw new CollectiveException("Timed out waiting " + timeout.toMillis() + "ms for an exchange");
            }
            if (now - asked > ASK_NANOS) {
                asked = now;
                if (lost.getAsBoolean()) {
                    throw new CollectiveException("a process ended during an exchange");
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        work._wait(new Milliseconds(timeout.toMillis())); // with a limit it throws what an exchange failed with
    }
}
