package org.counterpoint.data.forms;

import org.counterpoint.data.Prompt;
import tools.jackson.databind.JsonNode;

/** AlpacaEval's and Alpaca's {@code {instruction, input?, output}}. */
record InstructionOutput() implements OneAnswer {
    @Override
    public String keys() {
        return "{instruction, output}";
    }

    @Override
    public boolean fits(JsonNode row) {
        return RowForms.has(row, "output") && !RowForms.has(row, "messages");
    }

    @Override
    public Prompt prompt(JsonNode row) throws RowFault {
        Prompt prompt = row.has("instruction") ? Asked.of(row, "instruction") : Asked.anywhere(row);
        return prompt == null ? Asked.of(row, "instruction") : prompt;
    }

    @Override
    public String text(JsonNode row) throws RowFault {
        return Fields.text(row, "", "output");
    }
}
