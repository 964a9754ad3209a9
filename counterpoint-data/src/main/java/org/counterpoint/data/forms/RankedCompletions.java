package org.counterpoint.data.forms;

import java.util.List;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Reasons;
import tools.jackson.databind.JsonNode;

/** NeMo-RL's {@code {context, completions: [{rank, completion}]}}, rank 0 the best. */
record RankedCompletions() implements SeveralAnswers {
    private static final String LIST = "completions";

    @Override
    public String keys() {
        return "{context, completions}";
    }

    @Override
    public boolean fits(JsonNode row) {
        JsonNode first = row.path(LIST).path(0);
        return row.path(LIST).isArray() && (first.has("completion") || !row.has("instruction"));
    }

    @Override
    public Prompt prompt(JsonNode row) throws RowFault {
        Prompt prompt = Fields.optional(row, "context") == null ? Asked.anywhere(row) : Asked.of(row, "context");
        if (prompt == null) {
            throw new RowFault(Reasons.MISSING_FIELD, "'context' is missing (there are: " + Fields.names(row) + ")");
        }
        return prompt;
    }

    @Override
    public List<Item> items(JsonNode row, FaultSink faults) throws RowFault {
        return SeveralAnswers.each(row, LIST, faults, (item, path) -> {
            Fields.requireObject(item, path);
            Fields.required(item, path + ".", "rank");
            JsonNode completion = Fields.required(item, path + ".", "completion");
            String at = path + ".completion";
            return Item.of(
                    item,
                    path,
                    completion.isString()
                            ? completion.stringValue()
                            : Conversations.onlyAnswer(Conversations.messages(completion, at), at));
        });
    }
}
