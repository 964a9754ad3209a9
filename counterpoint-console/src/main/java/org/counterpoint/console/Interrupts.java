package org.counterpoint.console;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C and the like. Work that wants to end by itself opens a {@link Section}: the first interrupt only tells it, the
 * second ends the process. Without a section the first one does. Safe for use by several threads.
 */
public final class Interrupts {
    private final AtomicInteger sections = new AtomicInteger();
    private volatile boolean heard;

    /** Work that ends by itself; closed when it has. */
    public interface Section extends AutoCloseable {

        /** Whether it is asked to end. */
        boolean asked();

        @Override
        void close();
    }

    /** Opens a section; it must be closed. */
    public Section section() {
        sections.incrementAndGet();
        return new Section() {
            private boolean closed;

            @Override
            public boolean asked() {
                return heard;
            }

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    sections.decrementAndGet();
                }
            }
        };
    }

    /** Whether there is work that ends by itself. */
    public boolean hasSections() {
        return sections.get() > 0;
    }

    /** What the process does at an interrupt. */
    public enum Response {
        /** Its work ends by itself. */
        WAIT,
        /** It ends in order. */
        EXIT,
        /** It ends at once: someone is out of patience. */
        HALT
    }

    /** Takes down an interrupt. */
    public synchronized Response interrupt() {
        boolean again = heard;
        heard = true;
        if (again) {
            return Response.HALT;
        }
        return sections.get() > 0 ? Response.WAIT : Response.EXIT;
    }
}
