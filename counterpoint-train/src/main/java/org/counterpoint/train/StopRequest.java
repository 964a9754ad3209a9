package org.counterpoint.train;

/** Asked now and then by long work whether someone wants it to end. Safe for use by several threads. */
public interface StopRequest {

    /** Whether it was asked for; once true, always true. */
    boolean made();

    /** Nobody ever asks. */
    static StopRequest never() {
        return () -> false;
    }
}
