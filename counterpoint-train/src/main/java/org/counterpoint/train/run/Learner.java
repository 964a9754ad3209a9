package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.counterpoint.engine.SaveType;
import org.counterpoint.train.TrainingException;
import org.jspecify.annotations.Nullable;

/** The seam between the loop, which knows steps, evaluations and checkpoints, and what is learnt in them. */
interface Learner {

    /** K: the steps of the whole run. */
    long steps();

    /** How many epochs are done after this many steps. */
    double epochsDone(long stepsDone);

    /**
     * Learns from a step.
     *
     * @param step from 0
     * @throws TrainingException where a number is none; nothing of the step was learnt
     */
    StepReport step(long step) throws IOException;

    /** Whether there is something held out to evaluate on. */
    boolean evaluates();

    /** Metrics of what is held out, after this many steps. */
    Map<String, Double> evaluate(long stepsDone) throws IOException;

    /**
     * Writes the model that is learnt as a folder.
     *
     * @param folder must not exist
     * @param type of its numbers; a checkpoint's are fp32, so that going on from it gives the same bytes
     */
    void saveModel(Path folder, SaveType type, @Nullable String chatTemplate) throws IOException;

    /** Adds to a checkpoint's folder what going on from it takes beside the model. */
    void saveState(Path checkpoint) throws IOException;
}
