package org.counterpoint.demo.world;

import java.util.List;
import java.util.function.Function;

/**
 * A kind of task.
 *
 * @param phrasings ways of asking, each with the same places ({@code %1$s}) for what the question is about
 * @param maker draws a question
 */
record TaskFamily(String name, Rubric rubric, List<String> phrasings, Function<Dice, Question> maker) {

    /**
     * What is asked, before it is put into words.
     *
     * @param answer the right one
     * @param beside the answer to a neighbouring question
     * @param parts for the phrasing's places; the first is what the question is about
     */
    record Question(String answer, String beside, String... parts) {}

    Task draw(Dice dice) {
        Question question = maker.apply(dice);
        String phrasing = dice.one(phrasings);
        Object[] parts = question.parts();
        return new Task(
                name,
                String.join("|", question.parts()),
                phrasing.formatted(parts),
                question.answer(),
                rubric,
                new Temptation(phrasing, question.beside(), question.parts()[0]));
    }
}
