package org.counterpoint.engine.decode;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that work on one thing together, the calling one among them. A decoding step has five meeting points a layer,
 * each some microseconds of work after the last; so members wait awake for a while before they sleep.
 */
public final class Team implements AutoCloseable {
    /**
     * Looks before a waiting thread sleeps: some tens of microseconds, longer than members wait for one another on a free
     * machine. On a busy one the member waited for may have no processor, and gets the one that is given up here.
     */
    private static final int SPINS = 2_000;

    private static final long NAP_NANOS = 20_000;
    private static final Work NOTHING = member -> {};

    private final int size;
    private final Thread[] helpers;
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    /** Of the things that are shared out now, how many are. */
    private final AtomicInteger taken = new AtomicInteger();

    private volatile int meeting;
    private volatile int job;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;
    private Work work = NOTHING;

    /** Work that every member does its share of. */
    @FunctionalInterface
    interface Work {
        /** @param member from 0 to size - 1; 0 is the caller of {@link #run} */
        void run(int member);
    }

    /** Some of what is shared out. */
    @FunctionalInterface
    interface Things {
        void take(int from, int to);
    }

    /** @param size members, the calling thread among them; at least 1 */
    public Team(int size) {
        this.size = size;
        this.helpers = new Thread[size - 1];
        for (int i = 0; i < helpers.length; i++) {
            int member = i + 1;
            helpers[i] = new Thread(() -> help(member), "decode-" + member);
            helpers[i].setDaemon(true);
            helpers[i].start();
        }
    }

    int size() {
        return size;
    }

    /**
     * Lets every member run the work and returns when all have. One caller at a time.
     *
     * @throws RuntimeException or Error that a member threw; the others give up at their next meeting
     */
    void run(Work shared) {
        work = shared;
        failure = null;
        arrived.set(0);
        finished.set(0);
        taken.set(0);
        job = job + 1; // Nobody else writes it.
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
        runMember(0);
        for (int looks = 0; finished.get() < helpers.length; looks++) {
            relax(looks);
        }
        work = NOTHING; // What was worked on may be large, and a helper's stack holds this team for a while yet.
        Throwable thrown = failure;
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
    }

    /** Waits until every member is here. What one wrote before, all see after. */
    void await() {
        int now = meeting;
        if (arrived.incrementAndGet() == size) {
            arrived.set(0);
            taken.set(0);
            meeting = now + 1;
            return;
        }
        for (int looks = 0; meeting == now; looks++) {
            if (failure != null) {
                throw new Abandoned(); // Whoever failed will never come.
            }
            relax(looks);
        }
    }

    /**
     * Shares things out, many at a time first and few at the end: a member that is held up, on a machine that others use too,
     * takes fewer. Every member calls this, with the same things, and they meet before the next.
     *
     * @param least how many are worth a call, unless fewer are left
     */
    void share(int count, int least, Things things) {
        for (int from = taken.get(); from < count; from = taken.get()) {
            int to = Math.min(count, from + Math.max(least, (count - from) / (2 * size) / least * least));
            if (taken.compareAndSet(from, to)) {
                things.take(from, to);
            }
        }
    }

    /** Where a member's share of {@code count} things begins; it ends where the next one's begins. */
    int from(int member, int count) {
        return (int) ((long) count * member / size);
    }

    private static void relax(int looks) {
        if (looks < SPINS) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(NAP_NANOS);
        }
    }

    private void help(int member) {
        for (int done = 0; !closed; done++) {
            for (int looks = 0; job == done; looks++) {
                if (closed) {
                    return;
                }
                if (looks < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            runMember(member);
            finished.incrementAndGet();
        }
    }

    private void runMember(int member) {
        try {
            work.run(member);
        } catch (Abandoned e) {
            // Another member's failure is the one to report.
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    /** Ends the helpers. */
    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    private static final class Abandoned extends RuntimeException {
        private static final long serialVersionUID = 1;

        Abandoned() {
            super(null, null, false, false);
        }
    }
}
