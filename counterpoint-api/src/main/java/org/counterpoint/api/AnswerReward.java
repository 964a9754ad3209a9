package org.counterpoint.api;

/** What an answer that a policy drew is worth to whoever trains it, the higher the better. */
@FunctionalInterface
public interface AnswerReward {

    /**
     * Scores an answer, the same one always the same: a run that goes on scores the answers of a step again.
     *
     * @param question the last thing that the user said
     * @return finite
     */
    double score(String question, String answer);
}
