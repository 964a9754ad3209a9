package org.counterpoint.chat.ask;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.chat.Outcome;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The journal's lines, there and back. What was paid stands in every line. */
final class JournalLines {

    private static final JsonMapper JSON = JsonMapper.shared();

    private JournalLines() {}

    static ObjectNode answered(String hash, ChatReply reply, ChatReply.Usage paid) {
        ObjectNode line = line(hash, paid)
                .put("text", reply.text())
                .put("model", reply.model())
                .put("finish", reply.finish())
                .put("usage_reported", reply.usage() != null)
                .put("latency_ms", reply.latency().toMillis());
        if (reply.thought() != null) {
            line.put("thought", reply.thought());
        }
        if (!reply.tokens().isEmpty()) {
            ArrayNode tokens = line.putArray("tokens");
            for (ChatReply.TokenChoice choice : reply.tokens()) {
                ObjectNode place =
                        tokens.addObject().put("token", choice.token()).put("logp", choice.logp());
                ArrayNode alternatives = place.putArray("top");
                for (ChatReply.Alternative other : choice.alternatives()) {
                    alternatives.addObject().put("token", other.token()).put("logp", other.logp());
                }
            }
        }
        return line;
    }

    static ObjectNode failed(String hash, String reason, String detail, ChatReply.Usage paid) {
        return line(hash, paid).put("failed", reason).put("detail", detail);
    }

    /** A process came to its end in good order: what failed until here may be asked again. */
    static ObjectNode end() {
        return JSON.createObjectNode().put("end", true);
    }

    private static ObjectNode line(String hash, ChatReply.Usage paid) {
        return JSON.createObjectNode()
                .put("request", hash)
                .put("prompt_tokens", paid.promptTokens())
                .put("completion_tokens", paid.completionTokens());
    }

    static boolean isEnd(JsonNode line) {
        return line.path("end").asBoolean(false);
    }

    static boolean isFailure(JsonNode line) {
        return line.has("failed");
    }

    static String hash(JsonNode line) {
        return line.path("request").asString("");
    }

    static ChatReply.Usage paid(JsonNode line) {
        return new ChatReply.Usage(
                line.path("prompt_tokens").asLong(0),
                line.path("completion_tokens").asLong(0));
    }

    static Outcome outcome(ChatRequest request, JsonNode line) {
        return isFailure(line)
                ? new Outcome.Failed(
                        request,
                        line.path("failed").asString(""),
                        line.path("detail").asString(""))
                : new Outcome.Answered(request, reply(line));
    }

    private static ChatReply reply(JsonNode line) {
        boolean reported = line.path("usage_reported").asBoolean(false);
        return new ChatReply(
                line.path("text").asString(""),
                textOrNull(line.path("thought")),
                textOrNull(line.path("model")),
                textOrNull(line.path("finish")),
                reported ? paid(line) : null,
                Duration.ofMillis(line.path("latency_ms").asLong(0)),
                tokens(line.path("tokens")));
    }

    private static @Nullable String textOrNull(JsonNode value) {
        return value.isString() ? value.stringValue() : null;
    }

    private static List<ChatReply.TokenChoice> tokens(JsonNode places) {
        List<ChatReply.TokenChoice> tokens = new ArrayList<>();
        for (JsonNode place : places) {
            List<ChatReply.Alternative> alternatives = new ArrayList<>();
            for (JsonNode other : place.path("top")) {
                alternatives.add(new ChatReply.Alternative(
                        other.path("token").asString(""), other.path("logp").asDouble(0)));
            }
            tokens.add(new ChatReply.TokenChoice(
                    place.path("token").asString(""), place.path("logp").asDouble(0), alternatives));
        }
        return tokens;
    }
}
