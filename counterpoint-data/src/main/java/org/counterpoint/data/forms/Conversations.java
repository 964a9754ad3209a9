package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Role;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Lists of {@code {role, content}}, or ShareGPT's {@code {from, value}}. */
final class Conversations {
    /** What a message may hold besides its text that would be lost. */
    private static final List<String> NOT_TEXT =
            List.of("tool_calls", "function_call", "image", "images", "audio", "audios", "video", "videos");

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

    static Message message(JsonNode item, String path) throws RowFault {
        Fields.requireObject(item, path);
        if (item.has("from") && !item.has("role")) {
            return new Message(
                    shareGptRole(Fields.text(item, path + ".", "from"), path), Fields.text(item, path + ".", "value"));
        }
        String name = Fields.text(item, path + ".", "role");
        Role role = Role.fromWire(name)
                .orElseThrow(() -> new RowFault(
                        Reasons.WRONG_TYPE,
                        "'" + path + ".role' is \"" + name + "\"; known are system, user, assistant, tool"));
        for (String key : NOT_TEXT) {
            if (!Fields.isBlank(item.get(key))) {
                throw new RowFault(Reasons.WRONG_TYPE, "'" + path + "." + key + "' is not supported");
            }
        }
        return new Message(role, content(Fields.required(item, path + ".", "content"), path + ".content"));
    }

    /** A text, or parts that are texts. */
    private static String content(JsonNode content, String path) throws RowFault {
        if (!content.isArray()) {
            return Fields.asText(content, path);
        }
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (JsonNode part : content) {
            String at = path + "[" + number++ + "]";
            String type = part.path("type").asString("");
            if (part.isString()) {
                text.append(part.stringValue());
            } else if (type.endsWith("text")) {
                text.append(Fields.text(part, at + ".", "text"));
            } else {
                throw new RowFault(
                        Reasons.WRONG_TYPE,
                        "'" + at + "' is of type \"" + type + "\"; of parts only texts can be read");
            }
        }
        return text.toString();
    }

    private static Role shareGptRole(String from, String path) throws RowFault {
        return switch (from) {
            case "human", "user" -> Role.USER;
            case "gpt", "assistant", "chatgpt", "bing", "bard", "function_call" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            case "tool", "observation", "function_response" -> Role.TOOL;
            default ->
                throw new RowFault(
                        Reasons.WRONG_TYPE,
                        "'" + path + ".from' is \"" + from + "\"; known are human, gpt, system, tool");
        };
    }

    /** Without the answer that stands at the end, if one does. */
    static List<Message> asked(List<Message> messages) {
        return endsWithAnswer(messages) ? messages.subList(0, messages.size() - 1) : messages;
    }

    static boolean endsWithAnswer(List<Message> messages) {
        return messages.size() > 1 && messages.get(messages.size() - 1).role() == Role.ASSISTANT;
    }

    /** The last message, which must be the assistant's, after others. */
    static String answer(List<Message> messages, String path) throws RowFault {
        Message last = messages.get(messages.size() - 1);
        if (last.role() != Role.ASSISTANT) {
            throw new RowFault(
                    Reasons.WRONG_TYPE,
                    "the last message of '" + path + "' is not the assistant's but the "
                            + last.role().wireName() + "'s");
        }
        if (messages.size() == 1) {
            throw new RowFault(Reasons.MISSING_FIELD, "'" + path + "' holds an answer but no prompt before it");
        }
        return last.content();
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

    /** A list of conversation turns, or null where it is something else. */
    static @Nullable List<Message> ifMessages(JsonNode value) {
        try {
            return value.isArray() && !value.isEmpty() && value.get(0).isObject() ? messages(value, "") : null;
        } catch (RowFault e) {
            return null;
        }
    }

    static Prompt user(String text) {
        return new Prompt.Chat(List.of(new Message(Role.USER, text)));
    }
}
