package org.counterpoint.chat.openai;

import java.nio.charset.StandardCharsets;
import org.counterpoint.chat.ChatException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A reply that came as a stream of server-sent events, which some servers send whether it was asked for or not: the
 * pieces put together to the reply that they are pieces of.
 */
final class EventStream {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ObjectNode reply = JSON.createObjectNode();
    private final ObjectNode choice = reply.putArray("choices").addObject();
    private final ObjectNode message = choice.putObject("message");
    private boolean done;

    private EventStream() {}

    /** Whether a body is one, by its beginning: a field of an event, or a comment. */
    static boolean is(byte[] body) {
        String start = new String(body, 0, Math.min(body.length, 64), StandardCharsets.UTF_8).stripLeading();
        return start.startsWith("data:")
                || start.startsWith("event:")
                || start.startsWith(":")
                || start.startsWith("id:");
    }

    /** @throws ChatException where an event is none, or the stream ends before the answer does */
    static JsonNode whole(byte[] body) throws ChatException {
        EventStream stream = new EventStream();
        StringBuilder data = new StringBuilder();
        for (String line : new String(body, StandardCharsets.UTF_8).split("\r\n|\r|\n", -1)) {
            if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(line.substring("data:".length()));
            } else if (line.isEmpty()) {
                stream.event(data.toString().strip());
                data.setLength(0);
            }
        }
        stream.event(data.toString().strip());
        if (!stream.done && !stream.choice.has("finish_reason") && !stream.reply.has("error")) {
            throw ReplyParser.bad("came as a stream of events that ends before the answer does");
        }
        return stream.reply;
    }

    private void event(String data) throws ChatException {
        if (data.isEmpty()) {
            return;
        }
        if (data.equals("[DONE]")) {
            done = true;
            return;
        }
        JsonNode piece = json(data);
        if (piece == null) {
            throw ReplyParser.bad("came as a stream of events, one of which is no JSON object");
        }
        for (String name : new String[] {"model", "usage", "error"}) {
            keep(reply, name, piece.path(name));
        }
        for (JsonNode part : piece.path("choices")) {
            if (part.path("index").asInt(0) == 0) {
                add(part);
            }
        }
    }

    private static @Nullable JsonNode json(String data) {
        try {
            JsonNode piece = JSON.readTree(data);
            return piece.isObject() ? piece : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private void add(JsonNode part) {
        keep(choice, "finish_reason", part.path("finish_reason"));
        keep(choice, "error", part.path("error"));
        JsonNode delta = part.has("delta") ? part.path("delta") : part.path("message");
        for (String name : new String[] {"content", "reasoning_content", "reasoning", "refusal"}) {
            if (delta.path(name).isString()) {
                message.put(
                        name, message.path(name).asString("") + delta.path(name).stringValue());
            }
        }
        keep(message, "tool_calls", delta.path("tool_calls"));
        if (part.path("logprobs").path("content") instanceof ArrayNode places) {
            ObjectNode logprobs =
                    choice.path("logprobs") instanceof ObjectNode there ? there : choice.putObject("logprobs");
            ArrayNode all = logprobs.path("content") instanceof ArrayNode there ? there : logprobs.putArray("content");
            all.addAll(places);
        }
    }

    private static void keep(ObjectNode place, String name, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull()) {
            place.set(name, value);
        }
    }
}
