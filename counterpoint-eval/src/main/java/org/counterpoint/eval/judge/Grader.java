package org.counterpoint.eval.judge;

/** Grades an answer by computing: a world that knows what is right, a test suite, a checker of formats. */
@FunctionalInterface
public interface Grader {

    Grade grade(String instruction, String answer);

    /**
     * @param score from 0 to 1
     * @param reason a few words for a person
     */
    record Grade(double score, String reason) {
        public Grade {
            if (!(score >= 0 && score <= 1)) {
                throw new IllegalArgumentException("a grade of " + score);
            }
        }
    }
}
