package org.counterpoint.train.ranks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;

/**
 * Exchanges on a thread of their own, one after the other, while the one that orders them computes. Until {@link #await} it
 * makes none itself.
 */
public final class Beside implements AutoCloseable {
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(work -> new Thread(work, "counterpoint-ranks"));
    private final LongConsumer waited;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    /** @param waited is told for how many nanoseconds the one that computes had to wait */
    Beside(LongConsumer waited) {
        this.waited = waited;
    }

    /** Orders an exchange; it is not made where one before it failed. */
    void then(Runnable exchange) {
        last = last.thenRunAsync(exchange, thread);
    }

    /** Waits for all that were ordered; throws what one of them threw. */
    void await() {
        long began = System.nanoTime();
        try {
            last.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failed ? failed : e;
        } finally {
            waited.accept(System.nanoTime() - began);
        }
    }

    /** Waits for the exchange that is being made; the others are not made any more. */
    @Override
    public void close() {
        thread.shutdownNow();
        boolean interrupted = false;
        while (!thread.isTerminated()) {
            try {
                thread.awaitTermination(1, java.util.concurrent.TimeUnit.DAYS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
