package org.counterpoint.train.rollout;

import java.io.Closeable;
import java.util.List;
import org.counterpoint.data.Prompt;

/** Says how good answers are: a reward model, a judge, a grader that computes. */
public interface RewardSource extends Closeable {

    /**
     * A prompt with some answers.
     *
     * @param id the prompt's
     */
    record Answered(String id, Prompt prompt, List<String> texts) {}

    /** What it is called in metrics. */
    String name();

    /** What its scores depend on, such as a hash of weights: a run goes on only where that is the same. */
    String identity();

    /** Whether answers to this prompt can be scored at all; others are set aside before a run begins. */
    default boolean covers(Prompt prompt) {
        return true;
    }

    /**
     * Whether every rank has it and scores those answers that it is handed; else rank 0 alone is asked, for all. What the others
     * would say must be the same.
     */
    default boolean isShared() {
        return false;
    }

    /**
     * Scores, the higher the better.
     *
     * @return for each prompt one score an answer, finite, in order
     * @throws RewardException where there is no score to be had; the run stops, and what it had learnt is kept
     */
    List<double[]> scores(List<Answered> answered);

    @Override
    void close();
}
