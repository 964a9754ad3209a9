package org.counterpoint.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.model.Sampling;
import org.counterpoint.engine.text.ChatMessage;
import org.counterpoint.engine.text.PromptText;
import org.counterpoint.engine.text.TextCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads requests of the two kinds that give text, for one model. */
final class RequestReader {

    private static final Set<String> CHAT = Set.of(
            "model",
            "messages",
            "max_tokens",
            "max_completion_tokens",
            "temperature",
            "top_p",
            "top_k",
            "n",
            "stream",
            "stream_options",
            "stop",
            "seed",
            "logprobs",
            "top_logprobs");
    private static final Set<String> TEXT = Set.of(
            "model",
            "prompt",
            "max_tokens",
            "temperature",
            "top_p",
            "top_k",
            "n",
            "stream",
            "stream_options",
            "stop",
            "seed",
            "logprobs",
            "echo");
    private static final int MOST_PROMPTS = 256;
    private static final int MOST_SAMPLES = 128;
    private static final int MOST_STOPS = 16;
    private static final int MOST_LIKELIEST = 20;

    /** Of plain text, where a request does not say: the original's. */
    private static final int TEXT_TOKENS = 16;

    private final TextCodec codec;
    private final int positions;
    private final int vocabulary;
    private final int maxNewTokens;

    /**
     * @param positions tokens that prompt and answer may have together
     * @param maxNewTokens the longest answer in a conversation where the request does not say
     */
    RequestReader(TextCodec codec, int positions, int vocabulary, int maxNewTokens) {
        this.codec = codec;
        this.positions = positions;
        this.vocabulary = vocabulary;
        this.maxNewTokens = maxNewTokens;
    }

    CompletionRequest chat(JsonNode body) throws ApiError {
        RequestFields fields = new RequestFields(body);
        fields.requireKnown(CHAT);
        int[] prompt = prompt(messages(body.path("messages")));
        boolean logprobs = fields.flag("logprobs");
        int likeliest = (int) fields.whole("top_logprobs", 0, MOST_LIKELIEST, 0);
        if (likeliest > 0 && !logprobs) {
            throw ApiError.invalid("top_logprobs", "'top_logprobs' needs 'logprobs' to be true");
        }
        long asked = fields.whole(
                "max_completion_tokens",
                1,
                Integer.MAX_VALUE,
                fields.whole("max_tokens", 1, Integer.MAX_VALUE, maxNewTokens));
        return request(fields, true, List.of(prompt), List.of(), asked, logprobs, likeliest, false);
    }

    CompletionRequest text(JsonNode body) throws ApiError {
        RequestFields fields = new RequestFields(body);
        fields.requireKnown(TEXT);
        boolean echo = fields.flag("echo");
        JsonNode given = fields.node("prompt");
        if (given == null) {
            throw ApiError.invalid("prompt", "you must provide 'prompt': a text, a list of texts, or tokens");
        }
        List<int[]> prompts = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        boolean several = given.isArray() && !given.isEmpty() && !given.get(0).isNumber();
        for (JsonNode one : several ? given : List.of(given)) {
            int[] tokens = one.isString() ? prompt(new PromptText.Plain(one.stringValue())) : tokens(one);
            prompts.add(tokens);
            texts.add(one.isString() ? one.stringValue() : codec.decode(tokens));
        }
        if (prompts.size() > MOST_PROMPTS) {
            throw ApiError.invalid("prompt", "there are " + prompts.size() + " prompts; there may be " + MOST_PROMPTS);
        }
        boolean logprobs = fields.node("logprobs") != null;
        int likeliest = (int) fields.whole("logprobs", 0, MOST_LIKELIEST, 0);
        long asked = fields.whole("max_tokens", echo ? 0 : 1, Integer.MAX_VALUE, TEXT_TOKENS);
        return request(fields, false, prompts, texts, asked, logprobs, likeliest, echo);
    }

    private CompletionRequest request(
            RequestFields fields,
            boolean chat,
            List<int[]> prompts,
            List<String> texts,
            long asked,
            boolean logprobs,
            int likeliest,
            boolean echo)
            throws ApiError {
        int longest = prompts.stream().mapToInt(prompt -> prompt.length).max().orElseThrow();
        if (longest >= positions) {
            throw new ApiError(
                    400,
                    "invalid_request_error",
                    "This model's maximum context length is " + positions + " tokens. However, your prompt has "
                            + longest + " tokens. Please shorten it.",
                    chat ? "messages" : "prompt",
                    "context_length_exceeded");
        }
        boolean stream = fields.flag("stream");
        JsonNode options = fields.node("stream_options");
        boolean usage = options != null && options.path("include_usage").asBoolean(false);
        return new CompletionRequest(
                chat,
                fields.text("model"),
                prompts,
                texts,
                (int) Math.min(asked, positions - longest),
                sampling(fields),
                fields.whole(
                        "seed",
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        ThreadLocalRandom.current().nextLong()),
                (int) fields.whole("n", 1, MOST_SAMPLES, 1),
                fields.texts("stop", MOST_STOPS),
                logprobs,
                likeliest,
                echo,
                stream,
                usage);
    }

    private static Sampling sampling(RequestFields fields) throws ApiError {
        double temperature = fields.number("temperature", 0, 2, 1);
        double topP = fields.number("top_p", 0, 1, 1);
        long topK = fields.whole("top_k", -1, Integer.MAX_VALUE, 0);
        // A nucleus of nothing is the likeliest token.
        return topP == 0 ? Sampling.greedy() : new Sampling(temperature, (int) Math.max(0, topK), topP);
    }

    /** @throws ApiError where it is no conversation of text that ends with a question */
    static PromptText.Chat messages(JsonNode node) throws ApiError {
        if (!node.isArray() || node.isEmpty()) {
            throw ApiError.invalid(
                    "messages", "you must provide 'messages': a list of {role, content} that is not empty");
        }
        List<ChatMessage> messages = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            JsonNode message = node.get(i);
            String role = message.path("role").asString("");
            String known = role.equals("developer") ? "system" : role;
            if (!Set.of("system", "user", "assistant").contains(known)) {
                throw ApiError.invalid(
                        "messages[" + i + "].role",
                        "the role must be system, developer, user or assistant, not " + message.path("role"));
            }
            if (!message.path("tool_calls").isEmpty()) {
                throw ApiError.invalid("messages[" + i + "].tool_calls", "tools are not supported here");
            }
            messages.add(new ChatMessage(known, content(message.path("content"), i)));
        }
        return new PromptText.Chat(messages);
    }

    private static String content(JsonNode content, int i) throws ApiError {
        if (content.isString()) {
            return content.stringValue();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (!content.isArray()
                    || !part.path("type").asString("").equals("text")
                    || !part.path("text").isString()) {
                throw notText(i);
            }
            text.append(part.path("text").stringValue());
        }
        if (!content.isArray() || content.isEmpty()) {
            throw notText(i);
        }
        return text.toString();
    }

    private static ApiError notText(int i) {
        return ApiError.invalid(
                "messages[" + i + "].content", "the content must be a text, or a list of parts of the type 'text'");
    }

    private int[] prompt(PromptText text) throws ApiError {
        try {
            int[] tokens = codec.encodePrompt(text);
            if (tokens.length == 0) {
                throw ApiError.invalid(null, "no token is left of the prompt; give some text");
            }
            return requireKnown(tokens);
        } catch (ModelException e) {
            throw ApiError.invalid("messages", String.valueOf(e.getMessage()));
        }
    }

    private int[] tokens(JsonNode list) throws ApiError {
        if (!list.isArray() || list.isEmpty()) {
            throw ApiError.invalid("prompt", "a prompt must be a text or a list of tokens that is not empty");
        }
        int[] tokens = new int[list.size()];
        for (int i = 0; i < tokens.length; i++) {
            JsonNode token = list.get(i);
            tokens[i] = token.isIntegralNumber() && token.canConvertToInt() ? token.intValue() : -1;
        }
        return requireKnown(tokens);
    }

    private int[] requireKnown(int[] tokens) throws ApiError {
        for (int token : tokens) {
            if (token < 0 || token >= vocabulary) {
                throw ApiError.invalid("prompt", "a token of the prompt is not one of the model's " + vocabulary);
            }
        }
        return tokens;
    }

    /** The model that is asked for. */
    static String model(@Nullable JsonNode body) throws ApiError {
        if (body == null || !body.isObject()) {
            throw ApiError.invalid(null, "the body must be a JSON object");
        }
        return new RequestFields(body).text("model");
    }
}
