package org.counterpoint.data.forms;

import java.util.List;
import java.util.function.Consumer;
import org.counterpoint.data.Answer;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.rows.Row;
import tools.jackson.databind.JsonNode;

/** Rows of a prompt that nobody has answered. */
non-sealed interface PromptAlone extends RowForm {
    @Override
    default List<Answer> answers(Row.Valid row, AnswerContext context, Consumer<RowFault> faults) throws RowFault {
        throw noAnswer(row.json());
    }

    /** Why the row is of no use where an answer is needed. */
    static RowFault noAnswer(JsonNode row) {
        if (row.has("instruction")) {
            try {
                Fields.text(row, "", "output");
            } catch (RowFault fault) {
                return fault;
            }
        }
        return new RowFault(
                Reasons.MISSING_FIELD, "the row has a prompt but no answer (there are: " + Fields.names(row) + ")");
    }
}
