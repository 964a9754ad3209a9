package org.counterpoint.data.forms;

import java.util.List;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import tools.jackson.databind.JsonNode;

/** ShareGPT's {@code {conversations: [{from, value}]}}; LMSYS has {@code conversation} of roles and contents. */
record ShareGpt() implements OneAnswer {
    @Override
    public String keys() {
        return "{conversations}";
    }

    @Override
    public boolean fits(JsonNode row) {
        return row.has("conversations") || row.path("conversation").isArray();
    }

    @Override
    public Prompt prompt(JsonNode row) throws RowFault {
        return Asked.whole(row, new Prompt.Chat(Conversations.asked(messages(row))), key(row));
    }

    @Override
    public String text(JsonNode row) throws RowFault {
        return Conversations.answer(messages(row), key(row));
    }

    private static List<Message> messages(JsonNode row) throws RowFault {
        return Conversations.messages(Fields.required(row, "", key(row)), key(row));
    }

    private static String key(JsonNode row) {
        return row.has("conversations") ? "conversations" : "conversation";
    }
}
