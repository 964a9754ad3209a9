package org.counterpoint.chat.openai;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.counterpoint.chat.ChatException;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.data.Texts;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the body of a reply with status 200. Fields that nobody asked for are passed over. A body that is no reply may
 * be torn on its way, so another try is worth it; an answer without text is the model's last word.
 */
final class ReplyParser {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** What servers call an answer that the limit cut. */
    private static final Set<String> CUT = Set.of("length", "max_tokens", "MAX_TOKENS", "model_length");

    /** Of a body that is no reply, quoted. */
    private static final int READ = 200;

    private ReplyParser() {}

    static ChatReply parse(byte[] body, Duration latency) throws ChatException {
        JsonNode root = json(body);
        requireNoError(root);
        ChatReply.Usage usage = usage(root.path("usage"));
        JsonNode choice = root.path("choices").path(0);
        JsonNode message = choice.path("message");
        if (!message.isObject()) {
            throw bad("holds no choices[0].message");
        }
        String finish = finish(choice.path("finish_reason"));
        requireNoError(choice, finish, usage);
        Said said = Said.of(message, finish, usage);
        String model = root.path("model").isString() ? root.path("model").stringValue() : null;
        if (hasLoneSurrogate(said.text()) || hasLoneSurrogate(said.thought()) || hasLoneSurrogate(model)) {
            throw bad("holds half of a surrogate pair, which is no text");
        }
        return new ChatReply(
                said.text(), said.thought(), model, finish, usage, latency, tokens(choice.path("logprobs")));
    }

    private static boolean hasLoneSurrogate(@Nullable String text) {
        return text != null && Texts.hasLoneSurrogate(text);
    }

    private static JsonNode json(byte[] body) throws ChatException {
        if (EventStream.is(body)) {
            return EventStream.whole(body);
        }
        String start = new String(body, 0, Math.min(body.length, READ), StandardCharsets.UTF_8).strip();
        if (start.startsWith("<")) {
            throw new ChatException(
                    ChatException.WEB_PAGE,
                    "the server answers with a web page in place of JSON: " + start
                            + "\nIs --endpoint the API's URL (…/v1), and is there no log-in or proxy before it?",
                    false,
                    null);
        }
        try {
            JsonNode root = JSON.readTree(body);
            if (root == null || !root.isObject()) {
                throw bad("is no JSON object");
            }
            return root;
        } catch (JacksonException e) {
            throw bad("is no JSON in UTF-8, or was cut short: " + (start.isEmpty() ? "it is empty" : start));
        }
    }

    /** Some servers say OK and mean an error. */
    private static void requireNoError(JsonNode root) throws ChatException {
        JsonNode error = root.path("error");
        if (error.isMissingNode() || error.isNull()) {
            return;
        }
        throw serverError(error, "the server says OK, but answers with an error: " + ErrorWords.of(root), null);
    }

    /** Others put the error beside the piece of an answer that came before it. */
    private static void requireNoError(JsonNode choice, @Nullable String finish, ChatReply.@Nullable Usage usage)
            throws ChatException {
        JsonNode error = choice.path("error");
        boolean said = !error.isMissingNode() && !error.isNull();
        if (said || "error".equals(finish)) {
            throw serverError(
                    error,
                    "the server broke off within the answer: "
                            + (said ? ErrorWords.of(choice) : "finish_reason " + finish),
                    usage);
        }
    }

    private static ChatException serverError(JsonNode error, String message, ChatReply.@Nullable Usage usage) {
        int code = error.path("code").asInt(0);
        boolean final4xx = code >= 400 && code < 500 && code != 408 && code != 425 && code != 429;
        return new ChatException("server_error", message, !final4xx, null, usage);
    }

    private static @Nullable String finish(JsonNode reason) {
        if (!reason.isString()) {
            return null;
        }
        return CUT.contains(reason.stringValue()) ? "length" : reason.stringValue();
    }

    private static ChatReply.@Nullable Usage usage(JsonNode usage) {
        JsonNode prompt = usage.path("prompt_tokens");
        JsonNode completion = usage.path("completion_tokens");
        boolean said = isCount(prompt) && isCount(completion);
        return said ? new ChatReply.Usage(prompt.longValue(), completion.longValue()) : null;
    }

    private static boolean isCount(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= 0;
    }

    private static List<ChatReply.TokenChoice> tokens(JsonNode logprobs) {
        List<ChatReply.TokenChoice> tokens = new ArrayList<>();
        for (JsonNode place : logprobs.path("content")) {
            if (!isAlternative(place)) {
                return List.of(); // One place that cannot be read, and the others no longer stand where they stood.
            }
            List<ChatReply.Alternative> alternatives = new ArrayList<>();
            for (JsonNode other : place.path("top_logprobs")) {
                if (isAlternative(other)) {
                    alternatives.add(new ChatReply.Alternative(
                            other.path("token").stringValue(),
                            other.path("logprob").doubleValue()));
                }
            }
            alternatives.sort(
                    Comparator.comparingDouble(ChatReply.Alternative::logp).reversed());
            tokens.add(new ChatReply.TokenChoice(
                    place.path("token").stringValue(), place.path("logprob").doubleValue(), alternatives));
        }
        return tokens;
    }

    private static boolean isAlternative(JsonNode place) {
        return place.path("token").isString()
                && !Texts.hasLoneSurrogate(place.path("token").stringValue())
                && place.path("logprob").isNumber()
                && Double.isFinite(place.path("logprob").doubleValue());
    }

    static ChatException bad(String what) {
        return new ChatException("bad_reply", "the server's answer " + what, true, null);
    }
}
