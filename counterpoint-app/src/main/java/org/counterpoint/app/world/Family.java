package org.counterpoint.app.world;

import java.util.List;
import java.util.function.Function;

/**
 * A kind of task.
 *
 * @param phrasings ways of asking, each with the same places ({@code %1$s}) for what the question is about
 * @param maker draws a question
 */
record Family(String name, Rubric rubric, List<String> phrasings, Function<Dice, Question> maker) {

    /**
     * What is asked, before it is put into words.
     *
     * @param parts for the phrasing's places
     */
    record Question(String answer, String... parts) {}

    Task draw(Dice dice) {
        Question question = maker.apply(dice);
        Object[] parts = question.parts();
        return new Task(
                name,
                String.join("|", question.parts()),
                dice.one(phrasings).formatted(parts),
                question.answer(),
                rubric);
    }
}
