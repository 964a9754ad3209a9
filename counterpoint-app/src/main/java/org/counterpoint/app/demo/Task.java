package org.counterpoint.app.demo;

import java.util.List;

/**
 * An instruction with its one right answer.
 *
 * @param family the kind of task
 * @param answer right to the letter; everything else is wrong
 * @param mistakes wrong answers that somebody might give, likeliest first
 */
record Task(String family, String instruction, String answer, List<String> mistakes) {
    Task {
        mistakes = List.copyOf(mistakes);
    }

    /** The grade: right or wrong, with nothing in between. */
    boolean isRight(String given) {
        return given.equals(answer);
    }
}
