package org.counterpoint.serve;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.counterpoint.engine.model.NextToken;
import org.counterpoint.engine.model.RollingBatch;
import org.counterpoint.engine.text.TextCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The forms of OpenAI's replies to one request: whole ones, and the chunks of a stream. */
final class ReplyJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final CompletionRequest request;
    private final TextCodec codec;
    private final String id;
    private final long created;

    /** @param created in seconds since 1970 */
    ReplyJson(CompletionRequest request, TextCodec codec, String id, long created) {
        this.request = request;
        this.codec = codec;
        this.id = (request.chat() ? "chatcmpl-" : "cmpl-") + id;
        this.created = created;
    }

    /** A reply without choices yet, or a chunk. */
    ObjectNode envelope(boolean chunk) {
        String kind = request.chat() ? "chat.completion" + (chunk ? ".chunk" : "") : "text_completion";
        ObjectNode reply = JSON.objectNode()
                .put("id", id)
                .put("object", kind)
                .put("created", created)
                .put("model", request.model());
        reply.putArray("choices");
        return reply;
    }

    /** An answer that came whole. */
    ObjectNode choice(int row, String text, List<Running.Place> places, String finish) {
        ObjectNode choice = JSON.objectNode().put("index", row);
        if (request.chat()) {
            choice.putObject("message")
                    .put("role", "assistant")
                    .put("content", text)
                    .putNull("refusal");
        } else {
            choice.put("text", text);
        }
        choice.set("logprobs", request.logprobs() ? logprobs(places, 0) : JSON.nullNode());
        return choice.put("finish_reason", finish);
    }

    /** A piece of an answer; in a conversation the first one names the role. */
    ObjectNode chunk(int row, @Nullable String role, Running.Piece piece, int offset) {
        ObjectNode chunk = envelope(true);
        ObjectNode choice = ((ArrayNode) chunk.path("choices")).addObject().put("index", row);
        if (request.chat()) {
            ObjectNode delta = choice.putObject("delta");
            if (role != null) {
                delta.put("role", role);
            }
            if (role != null || !piece.text().isEmpty()) {
                delta.put("content", piece.text());
            }
        } else {
            choice.put("text", piece.text());
        }
        choice.set(
                "logprobs",
                request.logprobs() && !piece.places().isEmpty() ? logprobs(piece.places(), offset) : JSON.nullNode());
        choice.put("finish_reason", piece.finish());
        return chunk;
    }

    ObjectNode usage(long made) {
        return JSON.objectNode()
                .put("prompt_tokens", request.promptTokens())
                .put("completion_tokens", made)
                .put("total_tokens", request.promptTokens() + made);
    }

    private ObjectNode logprobs(List<Running.Place> places, int offset) {
        return request.chat() ? ofChat(places) : ofText(places, offset);
    }

    private ObjectNode ofChat(List<Running.Place> places) {
        ObjectNode logprobs = JSON.objectNode();
        ArrayNode content = logprobs.putArray("content");
        for (Running.Place place : places) {
            RollingBatch.Choice choice = place.choice();
            if (choice != null) {
                ArrayNode top = token(content.addObject(), place.token(), choice.logProbability())
                        .putArray("top_logprobs");
                for (NextToken next : choice.likeliest()) {
                    token(top.addObject(), next.token(), next.logProbability());
                }
            }
        }
        return logprobs.putNull("refusal");
    }

    private ObjectNode token(ObjectNode into, int token, double logProbability) {
        String text = codec.token(token);
        into.put("token", text).put("logprob", logProbability);
        ArrayNode bytes = into.putArray("bytes");
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(one & 0xff);
        }
        return into;
    }

    private ObjectNode ofText(List<Running.Place> places, int offset) {
        ObjectNode logprobs = JSON.objectNode();
        ArrayNode tokens = logprobs.putArray("tokens");
        ArrayNode own = logprobs.putArray("token_logprobs");
        ArrayNode top = logprobs.putArray("top_logprobs");
        ArrayNode offsets = logprobs.putArray("text_offset");
        int at = offset;
        for (Running.Place place : places) {
            String text = codec.token(place.token());
            tokens.add(text);
            offsets.add(at);
            at += text.length();
            RollingBatch.Choice choice = place.choice();
            if (choice == null) {
                own.addNull();
                top.addNull();
            } else {
                own.add(choice.logProbability());
                ObjectNode likeliest = top.addObject();
                choice.likeliest().forEach(next -> likeliest.put(codec.token(next.token()), next.logProbability()));
            }
        }
        return logprobs;
    }
}
