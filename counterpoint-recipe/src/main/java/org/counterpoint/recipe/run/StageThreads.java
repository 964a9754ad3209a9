package org.counterpoint.recipe.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where stages work, as many at once as are asked for: one on the thread that starts it, several on threads of their own.
 * One thread starts work and takes what has ended.
 *
 * @param <T> what a piece of work is known by
 */
final class StageThreads<T> implements AutoCloseable {
    private final @Nullable ExecutorService threads;
    private final LinkedBlockingQueue<Ended<T>> ended = new LinkedBlockingQueue<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private int running;

    /** Something that may fail. */
    @FunctionalInterface
    interface Work {
        /** @param place its number among those that work at once, from 0 */
        void run(int place) throws Exception;
    }

    /** What has ended, and what it met; null where it did its work. */
    record Ended<T>(T what, @Nullable Throwable failure, int place) {}

    StageThreads(int atOnce) {
        threads = atOnce == 1 ? null : Executors.newFixedThreadPool(atOnce, work -> new Thread(work, "stage"));
        IntStream.range(0, atOnce).forEach(free::add);
    }

    boolean isFull() {
        return free.isEmpty();
    }

    boolean isIdle() {
        return running == 0;
    }

    /** Starts it where a place {@link #isFull() is free}. */
    void start(T what, Work work) {
        int place = free.remove();
        running++;
        Executor executor = threads == null ? Runnable::run : threads;
        executor.execute(() -> ended.add(new Ended<>(what, failure(work, place), place)));
    }

    private static @Nullable Throwable failure(Work work, int place) {
        try {
            work.run(place);
            return null;
        } catch (Throwable e) { // whoever takes what has ended throws it again
            return e;
        }
    }

    /** Waits until one has ended. */
    Ended<T> take() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    Ended<T> one = ended.take();
                    free.add(one.place());
                    running--;
                    return one;
                } catch (InterruptedException e) {
                    interrupted = true; // what works goes on, and is waited for
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        if (threads != null) {
            threads.shutdown();
        }
    }
}
