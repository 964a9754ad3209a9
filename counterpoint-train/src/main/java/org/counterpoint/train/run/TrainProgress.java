package org.counterpoint.train.run;

/** Told how far a run is; whoever implements it decides what to show. */
public interface TrainProgress {

    /** Something that a user should know: one line, or a few. */
    void notice(String text);

    /** A phase before or between steps is so far: preparing, reference, evaluating. {@code total} is 0 where unknown. */
    void phase(String name, long done, long total);

    /**
     * A step is done.
     *
     * @param step from 1
     * @param loss NaN where the curriculum left the step nothing to learn
     */
    void step(long step, long steps, double loss, double tokensPerSecond, double secondsLeft);

    /** Tells nobody. */
    static TrainProgress silent() {
        return new TrainProgress() {
            @Override
            public void notice(String text) {}

            @Override
            public void phase(String name, long done, long total) {}

            @Override
            public void step(long step, long steps, double loss, double tokensPerSecond, double secondsLeft) {}
        };
    }
}
