package org.counterpoint.engine.model;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;

/**
 * Threads that each let a native operation run on one thread. Products of a few million operations end before several
 * threads have met, and work that falls into many of them is done sooner by threads that never wait for one another.
 */
final class NativeWorkers {
    /** Grows by {@link #grow} only, and its threads live as long as the process. */
    private static final ThreadPoolExecutor POOL =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());

    private NativeWorkers() {}

    /**
     * Runs parts that do not depend on one another, and returns when none runs any more. What a part makes is its own to
     * free. Where there are too few for the threads that an operation may use, they run here, one after the other.
     *
     * @throws RuntimeException or Error that one of them threw
     */
    static void run(List<Runnable> parts) {
        int threads = NativeRuntime.threads();
        if (threads == 1 || 2 * parts.size() <= threads) {
            parts.forEach(Runnable::run);
            return;
        }
        int workers = Math.min(threads, parts.size());
        grow(workers);
        AtomicInteger next = new AtomicInteger();
        Runnable work = () -> {
            for (int part = next.getAndIncrement(); part < parts.size(); part = next.getAndIncrement()) {
                parts.get(part).run();
            }
        };
        // Whoever gives up early frees tensors that others still read, so that an interruption must wait as well.
        join(CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(work, POOL))
                .limit(workers)
                .toArray(CompletableFuture[]::new)));
    }

    private static void join(CompletableFuture<Void> all) {
        try {
            all.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static synchronized void grow(int workers) {
        int more = workers - POOL.getCorePoolSize();
        if (more <= 0) {
            return;
        }
        int threads = torch.get_num_threads();
        CountDownLatch ready = new CountDownLatch(more);
        POOL.setThreadFactory(task -> worker(task, ready));
        POOL.setCorePoolSize(workers);
        POOL.prestartAllCoreThreads();
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread()
                    .interrupt(); // The worst is that another thread's first operation runs on one thread.
        }
        // The number is now each worker's own; but who asks for the first time takes what was set last.
        torch.set_num_threads(threads);
    }

    private static Thread worker(Runnable task, CountDownLatch ready) {
        Thread thread = new Thread(
                () -> {
                    torch.get_num_threads(); // A thread takes the process's number when it first asks.
                    torch.set_num_threads(1);
                    ready.countDown();
                    task.run();
                },
                "native-worker");
        thread.setDaemon(true);
        return thread;
    }
}
