package org.counterpoint.data.forms;

import java.util.List;
import java.util.function.Consumer;
import org.counterpoint.data.Answer;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.rows.Row;
import tools.jackson.databind.JsonNode;

/**
 * A form in which people keep rows. There are four kinds, by what a row holds; a form is one class of one kind and one
 * line in {@link RowForms}.
 */
sealed interface RowForm permits OneAnswer, SeveralAnswers, PairedAnswers, PromptAlone {
    /** Its keys, for a person who has another. */
    String keys();

    /** Whether the row is of this form, by what it holds. */
    boolean fits(JsonNode row);

    /** What was asked, with everything in the row that belongs to it. */
    Prompt prompt(JsonNode row) throws RowFault;

    /**
     * The answers, the same whenever it is asked.
     *
     * @param faults takes what is wrong with one of several answers; the others are read all the same
     */
    List<Answer> answers(Row.Valid row, AnswerContext context, Consumer<RowFault> faults) throws RowFault;
}
