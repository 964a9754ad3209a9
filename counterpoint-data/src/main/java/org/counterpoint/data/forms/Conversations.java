package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Role;
import tools.jackson.databind.JsonNode;

/** Lists of {@code {role, content}}. */
final class Conversations {
    private Conversations() {}

    /** All messages of an array that is not empty. */
    static List<Message> messages(JsonNode array, String path) throws RowFault {
        if (!array.isArray()) {
            throw Fields.wrongType(path, "an array of messages", array);
        }
        List<Message> messages = new ArrayList<>(array.size());
        for (JsonNode item : array) {
            messages.add(message(item, path + "[" + messages.size() + "]"));
        }
        if (messages.isEmpty()) {
            throw new RowFault(Reasons.MISSING_FIELD, "'" + path + "' holds no message");
        }
        return messages;
    }

    private static Message message(JsonNode item, String path) throws RowFault {
        Fields.requireObject(item, path);
        String name = Fields.text(item, path + ".", "role");
        Role role = Role.fromWire(name)
                .orElseThrow(() -> new RowFault(
                        Reasons.WRONG_TYPE,
                        "'" + path + ".role' is \"" + name + "\"; known are system, user, assistant, tool"));
        JsonNode calls = Fields.optional(item, "tool_calls");
        if (calls != null && !calls.isEmpty()) {
            throw new RowFault(Reasons.WRONG_TYPE, "'" + path + ".tool_calls' is not supported");
        }
        return new Message(role, Fields.text(item, path + ".", "content"));
    }

    /** A conversation cut before its last message, which must be the assistant's. */
    static Answered answered(JsonNode array, String path) throws RowFault {
        return answered(messages(array, path), path);
    }

    /** The same of messages that are read already. */
    static Answered answered(List<Message> messages, String path) throws RowFault {
        int last = messages.size() - 1;
        if (messages.get(last).role() != Role.ASSISTANT) {
            throw new RowFault(
                    Reasons.WRONG_TYPE,
                    "the last message of '" + path + "' is not the assistant's but the "
                            + messages.get(last).role().wireName() + "'s");
        }
        if (last == 0) {
            throw new RowFault(Reasons.MISSING_FIELD, "'" + path + "' holds an answer but no prompt before it");
        }
        return new Answered(
                new Prompt.Chat(messages.subList(0, last)), messages.get(last).content());
    }

    /** What alone is left after the prompt: one message of the assistant. */
    static String onlyAnswer(List<Message> rest, String path) throws RowFault {
        if (rest.size() != 1 || rest.get(0).role() != Role.ASSISTANT) {
            throw new RowFault(
                    Reasons.WRONG_TYPE,
                    "'" + path + "' must add one message of the assistant to the prompt, but adds " + rest.size()
                            + (rest.size() == 1
                                    ? " of the " + rest.get(0).role().wireName()
                                    : ""));
        }
        return rest.get(0).content();
    }

    record Answered(Prompt prompt, String text) {}
}
