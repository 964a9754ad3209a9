package org.counterpoint.serve;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.counterpoint.engine.model.RollingBatch;
import org.counterpoint.engine.model.SharedWeights;
import org.counterpoint.engine.text.TextCodec;
import org.jspecify.annotations.Nullable;

/** A language model and the thread that steps its batch: rows wait in the order in which they came, and join as others leave. */
final class ServedModel implements AutoCloseable {

    private final TextCodec codec;
    private final RollingBatch batch;
    private final Set<Integer> endTokens;
    private final RequestReader reader;
    private final int mostRows;
    private final int mostWaiting;
    private final Deque<Running.Row> waiting = new ArrayDeque<>();
    private final Thread thread;
    private boolean closed;
    private @Nullable String broken;
    private volatile int running;

    private ServedModel(String name, TextCodec codec, RollingBatch batch, ServeSettings settings) {
        this.codec = codec;
        this.batch = batch;
        this.endTokens = Set.copyOf(codec.endTokens());
        this.reader = new RequestReader(codec, batch.maxPositions(), batch.vocabularySize(), settings.maxNewTokens());
        this.mostRows = settings.rows();
        this.mostWaiting = settings.queue();
        this.thread = new Thread(this::work, "model " + name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Opens one.
     *
     * @param weights of this and the other models
     * @throws org.counterpoint.engine.ModelException where the folder cannot be used
     */
    static ServedModel open(String name, Path folder, ServeSettings settings, SharedWeights weights) {
        TextCodec codec = TextCodec.open(folder, settings.base(), settings.chatTemplate(), false);
        RollingBatch batch = null;
        try {
            batch = weights.open(folder, settings.base());
            codec.requireFits(batch.vocabularySize());
            return new ServedModel(name, codec, batch, settings);
        } catch (RuntimeException e) {
            codec.close();
            if (batch != null) {
                batch.close();
            }
            throw e;
        }
    }

    /** Why its answers are not computed together; empty where they are. */
    Optional<String> slowness() {
        return batch.slowness();
    }

    RequestReader reader() {
        return reader;
    }

    TextCodec codec() {
        return codec;
    }

    int running() {
        return running;
    }

    synchronized int waiting() {
        return waiting.size();
    }

    /** @throws ApiError where too many wait already, or the model has failed */
    Running start(CompletionRequest request) throws ApiError {
        Running started = new Running(request);
        synchronized (this) {
            if (broken != null || closed) {
                throw new ApiError(503, "server_error", broken == null ? "the server is stopping" : broken, null, null);
            }
            int free = Math.max(0, mostRows - running - waiting.size());
            if (waiting.size() + request.rows() - free > mostWaiting) {
                throw new ApiError(
                        429,
                        "rate_limit_error",
                        "the queue is full: " + running + " answers are being computed and " + waiting.size()
                                + " wait; try again later",
                        null,
                        "queue_full");
            }
            waiting.addAll(started.rows(codec, endTokens));
            notifyAll();
        }
        return started;
    }

    private void work() {
        List<Running.Row> current = new ArrayList<>();
        try {
            while (admit(current)) {
                batch.step();
                running = batch.size();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | OutOfMemoryError e) {
            fail("the model failed: " + e.getMessage(), current);
        }
    }

    /** Waits for work, and lets rows join while there is room; false at the end. */
    private boolean admit(List<Running.Row> current) throws InterruptedException {
        List<Running.Row> joining = new ArrayList<>();
        synchronized (this) {
            waiting.removeIf(row -> row.running().isCancelled());
            while (batch.size() == 0 && waiting.isEmpty()) {
                running = 0;
                current.clear();
                if (closed) {
                    return false;
                }
                wait();
            }
            if (closed) {
                return false;
            }
            current.removeIf(Running.Row::hasEnded);
            while (!waiting.isEmpty() && batch.size() + joining.size() < mostRows) {
                joining.add(waiting.remove());
            }
            running = batch.size() + joining.size();
        }
        if (!joining.isEmpty()) {
            current.addAll(joining);
            batch.join(
                    joining.stream().map(Running.Row::asked).toList(),
                    joining.stream().collect(Collectors.<RollingBatch.Listener>toList()));
        }
        return true;
    }

    private synchronized void fail(String why, List<Running.Row> current) {
        broken = why;
        current.forEach(row -> row.running().fail(why));
        waiting.forEach(row -> row.running().fail(why));
        waiting.clear();
        running = 0;
    }

    /** Takes no more, ends what is under way, and frees the model. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            waiting.forEach(row -> row.running().cancel());
            waiting.clear();
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        batch.close();
        codec.close();
    }
}
