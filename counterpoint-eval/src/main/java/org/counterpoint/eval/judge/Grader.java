package org.counterpoint.eval.judge;

/** Grades an answer by computing: a world that knows what is right, a test suite, a checker of formats, a reward model. */
@FunctionalInterface
public interface Grader {

    Grade grade(String instruction, String answer);

    /** The longer, the better: length in Unicode code points, as AlpacaEval counts it. */
    static Grader ofLength() {
        return (instruction, answer) -> new Grade(answer.codePointCount(0, answer.length()), "characters");
    }

    /**
     * @param score finite; the higher, the better
     * @param reason a few words for a person
     */
    record Grade(double score, String reason) {
        public Grade {
            if (!Double.isFinite(score)) {
                throw new IllegalArgumentException("a grade of " + score);
            }
        }
    }
}
