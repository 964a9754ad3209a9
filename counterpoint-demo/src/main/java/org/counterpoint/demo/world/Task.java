package org.counterpoint.demo.world;

/**
 * An instruction and its right answer.
 *
 * @param family the kind of task
 * @param instance what is asked, whatever the phrasing
 * @param instruction the question in one of its phrasings
 * @param answer the right one
 * @param temptation what makes the careless answer otherwise
 */
public record Task(
        String family, String instance, String instruction, String answer, Rubric rubric, Temptation temptation) {

    /** Grades an answer to this task. */
    public Grade grade(String given) {
        return rubric.grade(answer, given);
    }

    public Split split() {
        return Split.of(family + "\n" + instance);
    }
}
