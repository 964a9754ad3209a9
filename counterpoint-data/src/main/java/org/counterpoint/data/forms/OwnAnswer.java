package org.counterpoint.data.forms;

import org.counterpoint.data.Prompt;
import tools.jackson.databind.JsonNode;

/** Our own answers, {@code {id?, messages, model?, text, finish?}}; a {@code prompt} may stand for the messages. */
record OwnAnswer() implements OneAnswer {
    @Override
    public String keys() {
        return "{messages, text}";
    }

    @Override
    public boolean fits(JsonNode row) {
        return row.has("text") && (row.has("messages") || row.has("prompt"));
    }

    /** The message that {@code collect} sent along stands beside the prompt, and is no part of it. */
    @Override
    public Prompt prompt(JsonNode row) throws RowFault {
        String key = row.has("messages") ? "messages" : "prompt";
        return row.has("request") && row.has("messages")
                ? new Prompt.Chat(Conversations.messages(row.path(key), key))
                : Asked.of(row, key);
    }

    @Override
    public String text(JsonNode row) throws RowFault {
        return Fields.text(row, "", "text");
    }
}
