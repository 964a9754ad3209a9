package org.counterpoint.chat.openai;

import org.counterpoint.chat.ChatException;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.data.Texts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a message says, and what was thought before, where the server tells the two apart.
 *
 * @param thought null where there is none
 */
record Said(String text, @Nullable String thought) {

    private static final int QUOTED = 80;

    /**
     * @param finish why the answer ended; null where the server does not say
     * @throws ChatException where there is no answer; it says what came in its place
     */
    static Said of(JsonNode message, @Nullable String finish, ChatReply.@Nullable Usage usage) throws ChatException {
        if ("content_filter".equals(finish)) {
            throw none("content_filter", "the server's filter withheld the answer", usage);
        }
        JsonNode content = message.path("content");
        String text = content.isString() ? content.stringValue() : content.isArray() ? parts(content, "text") : null;
        if (text == null && !content.isArray() && !content.isNull() && !content.isMissingNode()) {
            throw ReplyParser.bad("holds a content that is no text");
        }
        String thought = thought(message);
        if (text != null && !Texts.isEmpty(text)) {
            return new Said(text, thought);
        }
        throw nothing(message, text != null, thought, finish, usage);
    }

    private static ChatException nothing(
            JsonNode message,
            boolean empty,
            @Nullable String thought,
            @Nullable String finish,
            ChatReply.@Nullable Usage usage) {
        String refusal = message.path("refusal").asString("");
        if (!refusal.isBlank()) {
            return none("refusal", "the model refused: " + quoted(refusal), usage);
        }
        if ("tool_calls".equals(finish) || !message.path("tool_calls").isEmpty()) {
            return none("tool_calls", "the model called a tool in place of an answer", usage);
        }
        boolean cut = "length".equals(finish);
        if (thought != null && cut) {
            return none(
                    "no_text",
                    "the model was still thinking when it reached the limit of tokens (" + quoted(thought)
                            + "); a larger limit leaves room for an answer",
                    usage);
        }
        if (thought != null) {
            return none(
                    "no_text",
                    "the server gives everything that the model said as its thoughts and nothing as its answer ("
                            + quoted(thought) + "); the server's parser of thoughts may not fit the model",
                    usage);
        }
        if (cut) {
            return none(
                    "no_text",
                    "the limit of tokens was reached before there was any text, perhaps by thoughts that the server"
                            + " does not show; a larger limit leaves room for an answer",
                    usage);
        }
        if (!empty) {
            return none(
                    "no_text",
                    "the answer holds no text" + (finish == null ? "" : " (finish_reason " + finish + ")"),
                    usage);
        }
        long charged = usage == null ? 0 : usage.completionTokens();
        return none(
                "empty_answer",
                "the answer is an empty text"
                        + (charged > 1
                                ? ", though " + charged + " tokens are charged for it, perhaps for thoughts that the"
                                        + " server does not show"
                                : ""),
                usage);
    }

    /** vLLM and DeepSeek call it {@code reasoning_content}, OpenRouter and newer vLLM {@code reasoning}. */
    private static @Nullable String thought(JsonNode message) {
        for (String name : new String[] {"reasoning_content", "reasoning"}) {
            String thought = message.path(name).asString("");
            if (!thought.isBlank()) {
                return thought;
            }
        }
        return message.path("content").isArray() ? parts(message.path("content"), "thinking") : null;
    }

    /** The texts of a list's parts of this type, joined; null where there is none. Mistral's thoughts are lists again. */
    private static @Nullable String parts(JsonNode parts, String type) {
        StringBuilder text = new StringBuilder();
        boolean any = false;
        for (JsonNode part : parts) {
            JsonNode value = part.has(type) ? part.path(type) : part.path("text");
            if (part.path("type").asString("text").equals(type) && (value.isString() || value.isArray())) {
                String inner = value.isString() ? value.stringValue() : parts(value, "text");
                text.append(inner == null ? "" : inner);
                any = true;
            }
        }
        return any ? text.toString() : null;
    }

    private static String quoted(String words) {
        String line = words.replaceAll("\\s+", " ").strip();
        int end = line.offsetByCodePoints(0, Math.min(QUOTED, line.codePointCount(0, line.length())));
        return "\"" + line.substring(0, end) + (end < line.length() ? "…" : "") + "\"";
    }

    private static ChatException none(String reason, String message, ChatReply.@Nullable Usage usage) {
        return new ChatException(reason, message, false, null, usage);
    }
}
