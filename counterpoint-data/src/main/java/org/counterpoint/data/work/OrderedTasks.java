package org.counterpoint.data.work;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;

/**
 * Tasks that the common pool works on while their results are taken one by one, in the order in which they were added.
 * Whoever waits for a result works on what has not begun yet, so a pool that is busy or small costs no time.
 */
public final class OrderedTasks<T> {
    private static final int AHEAD = 4;
    private static final long MOST_WEIGHT = 16 << 20;

    private final Deque<Weighed<T>> tasks = new ArrayDeque<>();
    private long weight;

    private record Weighed<T>(FutureTask<T> task, long weight) {}

    /** Whether neither too many tasks are under way nor too heavy ones; one may always be. */
    public boolean hasRoom() {
        return tasks.isEmpty() || (tasks.size() < AHEAD && weight < MOST_WEIGHT);
    }

    /** @param bytes about how much memory the task holds */
    public void add(Callable<T> task, long bytes) {
        FutureTask<T> future = new FutureTask<>(task);
        tasks.add(new Weighed<>(future, bytes));
        weight += bytes;
        ForkJoinPool.commonPool().execute(future);
    }

    public int size() {
        return tasks.size();
    }

    /** The result of the task added first; what it threw is thrown here. There must be one. */
    public T take() {
        Weighed<T> oldest = tasks.remove();
        weight -= oldest.weight;
        FutureTask<T> first = oldest.task;
        first.run(); // does nothing where another thread has begun it
        for (Weighed<T> next : tasks) {
            if (first.isDone()) {
                break;
            }
            next.task.run();
        }
        try {
            return first.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for another thread", e);
        }
    }
}
