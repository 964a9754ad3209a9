package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Role;
import tools.jackson.databind.JsonNode;

/** ShareGPT's {@code {conversations: [{from, value}]}}. */
final class ShareGpt {
    private ShareGpt() {}

    static List<Message> messages(JsonNode row) throws RowFault {
        List<Message> messages = new ArrayList<>();
        for (JsonNode item : Fields.array(row, "", "conversations")) {
            String path = "conversations[" + messages.size() + "]";
            Fields.requireObject(item, path);
            Role role = role(Fields.text(item, path + ".", "from"), path);
            messages.add(new Message(role, Fields.text(item, path + ".", "value")));
        }
        if (messages.isEmpty()) {
            throw new RowFault(Reasons.MISSING_FIELD, "'conversations' holds no message");
        }
        return messages;
    }

    /** What was asked: an answer at the end is left out. */
    static Prompt asked(JsonNode row) throws RowFault {
        List<Message> messages = messages(row);
        int last = messages.size() - 1;
        boolean answered = last > 0 && messages.get(last).role() == Role.ASSISTANT;
        return new Prompt.Chat(answered ? messages.subList(0, last) : messages);
    }

    private static Role role(String from, String path) throws RowFault {
        return switch (from) {
            case "human", "user" -> Role.USER;
            case "gpt", "assistant", "chatgpt", "bing", "bard" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            case "tool", "observation" -> Role.TOOL;
            default ->
                throw new RowFault(
                        Reasons.WRONG_TYPE,
                        "'" + path + ".from' is \"" + from + "\"; known are human, gpt, system, tool");
        };
    }
}
