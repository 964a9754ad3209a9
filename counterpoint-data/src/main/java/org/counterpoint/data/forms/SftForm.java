package org.counterpoint.data.forms;

import java.util.List;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Texts;
import tools.jackson.databind.JsonNode;

/** A prompt with the one answer to learn, as a group of one response. */
final class SftForm {
    private SftForm() {}

    static ResponseGroup read(JsonNode row, Origin origin) throws RowFault {
        Conversations.Answered answered = answered(row);
        if (Texts.isEmpty(answered.text())) {
            throw new RowFault(Reasons.EMPTY_ANSWER, "the answer is nothing but whitespace");
        }
        String model = Models.of(row);
        String id = Fields.id(row);
        Prompt prompt = answered.prompt();
        Response response = new Response(
                model == null ? Models.UNNAMED : model,
                answered.text(),
                0,
                Fields.optionalText(row, "", "finish"),
                origin);
        return new ResponseGroup(id == null ? PromptIds.of(prompt) : id, prompt, List.of(response), List.of(), origin);
    }

    /** The prompt and the answer of a row with one answer, of whatever form. */
    static Conversations.Answered answered(JsonNode row) throws RowFault {
        if (row.has("messages")) {
            return row.has("text")
                    ? new Conversations.Answered(Prompts.of(row), Fields.text(row, "", "text"))
                    : Conversations.answered(Fields.required(row, "", "messages"), "messages");
        }
        if (row.has("conversations")) {
            return Conversations.answered(ShareGpt.messages(row), "conversations");
        }
        if (row.has("completion")) {
            JsonNode completion = Fields.required(row, "", "completion");
            return new Conversations.Answered(
                    Prompts.field(Fields.required(row, "", "prompt"), "prompt"),
                    completion.isString()
                            ? completion.stringValue()
                            : Conversations.onlyAnswer(Conversations.messages(completion, "completion"), "completion"));
        }
        if (row.has("prompt") && row.has("text")) {
            Prompt prompt = Prompts.field(Fields.required(row, "", "prompt"), "prompt");
            return new Conversations.Answered(prompt, Fields.text(row, "", "text"));
        }
        if (row.has("instruction") || row.has("output")) {
            return new Conversations.Answered(Prompts.instruction(row), Fields.text(row, "", "output"));
        }
        throw new RowFault(Reasons.MISSING_FIELD, "the row is of no known form: it has " + Fields.names(row));
    }
}
