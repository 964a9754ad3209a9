package org.counterpoint.train.ranks;

import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Ranks as threads of this process, over Gloo as if they were processes. */
public final class RankThreads {
    private RankThreads() {}

    /** What a rank does. */
    public interface Work<T> {
        T as(RankPlan plan) throws Exception;
    }

    /** Does work as each of some ranks, and waits for all; what a rank threw is in its future. */
    public static <T> List<Future<T>> run(int size, Work<T> work) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ExecutorService threads = Executors.newFixedThreadPool(size);
        try {
            List<Callable<T>> all = new ArrayList<>();
            for (int rank = 0; rank < size; rank++) {
                RankPlan plan = new RankPlan.Launched(RankPlace.local(rank, size, port));
                all.add(() -> work.as(plan));
            }
            return threads.invokeAll(all);
        } finally {
            threads.shutdown();
        }
    }
}
