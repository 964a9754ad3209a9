package org.counterpoint.train.run;

import java.io.IOException;

/** A run that is ready to learn: its learner, and what that holds open. */
interface ReadyRun extends AutoCloseable {

    Learner learner();

    /** When its elapsed time began, by {@link System#nanoTime}; what a reference pass took counts, loading does not. */
    long startedAt();

    /** What a reference pass took in this process; NaN where there is none. */
    double referenceSeconds();

    /** Tells of what was learnt, once all steps are done. */
    void conclude() throws IOException;

    @Override
    void close() throws IOException;
}
