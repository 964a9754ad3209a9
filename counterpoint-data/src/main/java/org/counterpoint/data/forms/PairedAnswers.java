package org.counterpoint.data.forms;

import java.util.List;
import java.util.function.Consumer;
import org.counterpoint.data.Answer;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.rows.Row;
import tools.jackson.databind.JsonNode;

/** Rows of a prompt with an answer that is preferred and one that is not. */
non-sealed interface PairedAnswers extends RowForm {
    /** The row's pairs, at least one. */
    List<PairTexts> pairs(JsonNode row) throws RowFault;

    /** The same for who learns only what is chosen: where nothing else is at fault, {@code rejected} may be empty. */
    default List<PairTexts> toLearn(JsonNode row) throws RowFault {
        return pairs(row);
    }

    @Override
    default Prompt prompt(JsonNode row) throws RowFault {
        return pairs(row).get(0).prompt();
    }

    @Override
    default List<Answer> answers(Row.Valid row, AnswerContext context, Consumer<RowFault> faults) throws RowFault {
        throw new RowFault(
                Reasons.WRONG_TYPE, "the row is a pair already; 'train', 'export' and 'split' take it as it is");
    }
}
