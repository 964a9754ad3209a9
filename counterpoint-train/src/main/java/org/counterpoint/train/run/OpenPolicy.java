package org.counterpoint.train.run;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A run over a policy's own answers, ready to learn: holds what is open, and closes the last first. */
final class OpenPolicy implements ReadyRun {
    private final Deque<Closeable> held = new ArrayDeque<>();
    private @Nullable Learner learner;
    private long startedAt;

    <T extends Closeable> T hold(T resource) {
        held.push(resource);
        return resource;
    }

    /** From here on it may be learnt with. */
    void begin(Learner opened) {
        learner = opened;
        startedAt = System.nanoTime();
    }

    @Override
    public Learner learner() {
        if (learner == null) {
            throw new IllegalStateException("nothing is ready");
        }
        return learner;
    }

    @Override
    public long startedAt() {
        return startedAt;
    }

    @Override
    public double referenceSeconds() {
        return Double.NaN;
    }

    @Override
    public void conclude() {
        // What was learnt from is told in rollouts.jsonl as it comes.
    }

    @Override
    public void close() throws IOException {
        if (!held.isEmpty()) {
            try {
                held.pop().close();
            } finally {
                close(); // the others, whatever became of this one
            }
        }
    }
}
