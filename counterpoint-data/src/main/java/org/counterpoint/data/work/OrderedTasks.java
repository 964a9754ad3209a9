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
    private final Deque<FutureTask<T>> tasks = new ArrayDeque<>();

    public void add(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        tasks.add(future);
        ForkJoinPool.commonPool().execute(future);
    }

    public int size() {
        return tasks.size();
    }

    /** The result of the task added first; what it threw is thrown here. There must be one. */
    public T take() {
        FutureTask<T> first = tasks.remove();
        first.run(); // does nothing where another thread has begun it
        for (FutureTask<T> next : tasks) {
            if (first.isDone()) {
                break;
            }
            next.run();
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
