package org.counterpoint.data.forms;

import java.util.List;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import tools.jackson.databind.JsonNode;

/**
 * A conversation whose last message is the answer, {@code {messages}}. A {@code text} beside it that holds that answer is
 * the conversation rendered, and says nothing more. Without an answer at the end it is a prompt.
 */
record MessagesRow() implements OneAnswer {
    private static final String KEY = "messages";

    @Override
    public String keys() {
        return "{messages}";
    }

    @Override
    public boolean fits(JsonNode row) {
        if (!row.has(KEY)) {
            return false;
        }
        if (!row.has("text")) {
            return true;
        }
        List<Message> messages = Conversations.ifMessages(row.path(KEY));
        return messages != null
                && Conversations.endsWithAnswer(messages)
                && row.path("text")
                        .asString("")
                        .contains(messages.get(messages.size() - 1).content().strip());
    }

    @Override
    public Prompt prompt(JsonNode row) throws RowFault {
        List<Message> messages = Conversations.messages(Fields.required(row, "", KEY), KEY);
        return Asked.whole(row, new Prompt.Chat(Conversations.asked(messages)), KEY);
    }

    @Override
    public String text(JsonNode row) throws RowFault {
        return Conversations.answer(Conversations.messages(Fields.required(row, "", KEY), KEY), KEY);
    }
}
