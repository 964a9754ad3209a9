package org.counterpoint.data.forms;

import org.counterpoint.data.Prompt;
import org.counterpoint.data.Reasons;
import tools.jackson.databind.JsonNode;

/** OpenOrca's {@code {system_prompt?, question, response}}, and other questions with a {@code response}. */
record QuestionAnswer() implements OneAnswer {
    @Override
    public String keys() {
        return "{question, response}";
    }

    @Override
    public boolean fits(JsonNode row) {
        return RowForms.has(row, "response")
                && (RowForms.has(row, "question") || RowForms.has(row, "instruction") || RowForms.has(row, "prompt"));
    }

    @Override
    public Prompt prompt(JsonNode row) throws RowFault {
        Prompt prompt = Asked.anywhere(row);
        if (prompt == null) {
            throw new RowFault(Reasons.MISSING_FIELD, "'question' is missing");
        }
        return prompt;
    }

    @Override
    public String text(JsonNode row) throws RowFault {
        return Fields.text(row, "", "response");
    }
}
