package org.counterpoint.data.forms;

import java.util.List;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import tools.jackson.databind.JsonNode;

/** OpenAI's preference fine-tuning: {@code {input: {messages, tools?}, preferred_output, non_preferred_output}}. */
record OpenAiPreference() implements PairedAnswers {
    private static final String CHOSEN = "preferred_output";
    private static final String REJECTED = "non_preferred_output";

    @Override
    public String keys() {
        return "{input, " + CHOSEN + ", " + REJECTED + "}";
    }

    @Override
    public boolean fits(JsonNode row) {
        return RowForms.names(row, CHOSEN, REJECTED);
    }

    @Override
    public List<PairTexts> pairs(JsonNode row) throws RowFault {
        JsonNode input = Fields.requireObject(Fields.required(row, "", "input"), "input");
        Prompt asked = Asked.of(input, "messages");
        return List.of(new PairTexts(
                Fields.id(row),
                Asked.whole(row, asked, "input"),
                answer(row, CHOSEN),
                answer(row, REJECTED),
                Fields.name(row, "", "chosen_model"),
                Fields.name(row, "", "rejected_model"),
                Fields.name(row, "", "type"),
                Numbers.scores(row, "")));
    }

    private static String answer(JsonNode row, String name) throws RowFault {
        List<Message> messages = Conversations.messages(Fields.required(row, "", name), name);
        return Conversations.onlyAnswer(messages, name);
    }
}
