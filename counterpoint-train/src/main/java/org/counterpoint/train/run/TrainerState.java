package org.counterpoint.train.run;

import org.jspecify.annotations.Nullable;

/**
 * Where a run stands after a step. Order, draws, schedule and curriculum are pure functions of settings and step, so the
 * step is their whole state.
 *
 * @param step how many steps are done
 * @param steps of the whole run
 * @param seed of the run
 * @param elapsedSeconds since the model was loaded, over all processes that worked on the run
 * @param metricsBytes length of metrics.jsonl
 * @param eventsBytes length of the event file
 * @param best the best evaluation so far
 * @param evaluationDue whether the evaluation that belongs to this step is still to be done
 */
record TrainerState(
        long step,
        long steps,
        long seed,
        double elapsedSeconds,
        long metricsBytes,
        long eventsBytes,
        @Nullable Best best,
        @Nullable Boolean evaluationDue) {

    /** The best value of the evaluation's metric, and the step after which it was found. */
    record Best(long step, double value) {}
}
