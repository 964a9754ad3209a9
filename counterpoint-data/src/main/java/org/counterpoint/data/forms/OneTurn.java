package org.counterpoint.data.forms;

import org.counterpoint.data.Prompt;
import org.counterpoint.data.Reasons;
import tools.jackson.databind.JsonNode;

/** MT-Bench's and Arena-Hard's questions, {@code {question_id, turns}}, of one turn. */
record OneTurn() implements PromptAlone {
    @Override
    public String keys() {
        return "{question_id, turns}";
    }

    @Override
    public boolean fits(JsonNode row) {
        return row.path("turns").isArray();
    }

    @Override
    public Prompt prompt(JsonNode row) throws RowFault {
        JsonNode turns = row.path("turns");
        if (turns.size() != 1) {
            throw new RowFault(
                    Reasons.UNREAD_PROMPT,
                    "'turns' has " + turns.size() + " questions; a prompt is one question, with the answers before it");
        }
        JsonNode turn = turns.get(0);
        String text = turn.isObject() ? Fields.text(turn, "turns[0].", "content") : Fields.asText(turn, "turns[0]");
        return Asked.whole(row, Conversations.user(text), "turns");
    }
}
