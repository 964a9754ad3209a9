package org.counterpoint.app;

/** What the process returns to a script. */
public final class ExitCode {

    /** Done; rows set aside are counted, and no error. */
    public static final int DONE = 0;

    /** The work failed, or was done only in part. */
    public static final int FAILED = 1;

    /** The command line or an input as a whole is wrong; nothing was written. */
    public static final int WRONG_INPUT = 2;

    /** Someone asked for the end; everything finished so far is kept. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
