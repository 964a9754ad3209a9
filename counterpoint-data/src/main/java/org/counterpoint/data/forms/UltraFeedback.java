package org.counterpoint.data.forms;

import java.util.List;
import org.counterpoint.data.Prompt;
import tools.jackson.databind.JsonNode;

/** UltraFeedback's {@code {instruction, completions: [{model, response, …}]}}. */
record UltraFeedback() implements SeveralAnswers {
    @Override
    public String keys() {
        return "{instruction, completions}";
    }

    @Override
    public boolean fits(JsonNode row) {
        return RowForms.names(row, "instruction", "completions");
    }

    @Override
    public Prompt prompt(JsonNode row) throws RowFault {
        return Asked.of(row, "instruction");
    }

    @Override
    public List<Item> items(JsonNode row, FaultSink faults) throws RowFault {
        return SeveralAnswers.each(
                row,
                "completions",
                faults,
                (item, path) ->
                        Item.of(Fields.requireObject(item, path), path, Fields.text(item, path + ".", "response")));
    }
}
