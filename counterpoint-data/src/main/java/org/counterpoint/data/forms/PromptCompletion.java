package org.counterpoint.data.forms;

import org.counterpoint.data.Prompt;
import tools.jackson.databind.JsonNode;

/** TRL's {@code {prompt, completion}}, each a text or messages. */
record PromptCompletion() implements OneAnswer {
    private static final String ANSWER = "completion";

    @Override
    public String keys() {
        return "{prompt, completion}";
    }

    @Override
    public boolean fits(JsonNode row) {
        return RowForms.names(row, "prompt", ANSWER);
    }

    @Override
    public Prompt prompt(JsonNode row) throws RowFault {
        return Asked.of(row, "prompt");
    }

    @Override
    public String text(JsonNode row) throws RowFault {
        JsonNode completion = Fields.required(row, "", ANSWER);
        return completion.isString()
                ? completion.stringValue()
                : Conversations.onlyAnswer(Conversations.messages(completion, ANSWER), ANSWER);
    }
}
