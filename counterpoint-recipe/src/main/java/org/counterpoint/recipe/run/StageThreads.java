package org.counterpoint.recipe.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    private final CompletionService<Void> service;
    private final Deque<Integer> free = new ArrayDeque<>();
    private final Map<Future<Void>, Started<T>> running = new HashMap<>();

    /** Something that may fail. */
    @FunctionalInterface
    interface Work {
        /** @param place its number among those that work at once, from 0 */
        void run(int place) throws Exception;
    }

    private record Started<T>(T what, int place) {}

    /** What has ended, and what it met; null where it did its work. */
    record Ended<T>(T what, @Nullable Throwable failure, int place) {}

    StageThreads(int atOnce) {
        threads = atOnce == 1 ? null : Executors.newFixedThreadPool(atOnce, work -> new Thread(work, "stage"));
        service = new ExecutorCompletionService<>(threads == null ? Runnable::run : threads);
        IntStream.range(0, atOnce).forEach(free::add);
    }

    boolean isFull() {
        return free.isEmpty();
    }

    boolean isIdle() {
        return running.isEmpty();
    }

    /** Starts it where a place {@link #isFull() is free}. */
    void start(T what, Work work) {
        int place = free.remove();
        Future<Void> started = service.submit(() -> {
            work.run(place);
            return null;
        });
        running.put(started, new Started<>(what, place));
    }

    /** Waits until one has ended. */
    Ended<T> take() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    Future<Void> ended = service.take();
                    Started<T> started = running.remove(ended);
                    free.add(started.place());
                    return new Ended<>(started.what(), failure(ended), started.place());
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

    private static @Nullable Throwable failure(Future<Void> ended) throws InterruptedException {
        try {
            ended.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    @Override
    public void close() {
        if (threads != null) {
            threads.shutdown();
        }
    }
}
