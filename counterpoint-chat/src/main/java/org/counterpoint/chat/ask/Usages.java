package org.counterpoint.chat.ask;

import java.nio.charset.StandardCharsets;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.data.Message;
import org.jspecify.annotations.Nullable;

/** Sums and estimates of tokens. */
final class Usages {

    static final ChatReply.Usage NOTHING = new ChatReply.Usage(0, 0);

    /** English has about four bytes a token; three leaves room. Estimates are to be above rather than below. */
    private static final int BYTES_A_TOKEN = 3;

    /** Marks of roles and turns. */
    private static final int TOKENS_A_MESSAGE = 8;

    private Usages() {}

    static ChatReply.Usage plus(ChatReply.Usage a, ChatReply.Usage b) {
        return new ChatReply.Usage(a.promptTokens() + b.promptTokens(), a.completionTokens() + b.completionTokens());
    }

    static ChatReply.Usage minus(ChatReply.Usage a, ChatReply.Usage b) {
        return new ChatReply.Usage(a.promptTokens() - b.promptTokens(), a.completionTokens() - b.completionTokens());
    }

    static long tokens(ChatReply.Usage usage) {
        return usage.promptTokens() + usage.completionTokens();
    }

    /** What a question may come to: its messages, and an answer as long as it may be. */
    static ChatReply.Usage most(ChatRequest request) {
        long prompt = 0;
        for (Message message : request.messages()) {
            prompt += tokens(message.content()) + TOKENS_A_MESSAGE;
        }
        return new ChatReply.Usage(prompt, request.parameters().maxTokens());
    }

    /** What the server says, or else an estimate. */
    static ChatReply.Usage of(ChatRequest request, ChatReply reply) {
        ChatReply.@Nullable Usage said = reply.usage();
        if (said != null) {
            return said;
        }
        ChatReply.Usage most = most(request);
        return new ChatReply.Usage(most.promptTokens(), Math.min(tokens(reply.text()), most.completionTokens()));
    }

    private static long tokens(String text) {
        return (text.getBytes(StandardCharsets.UTF_8).length + BYTES_A_TOKEN - 1L) / BYTES_A_TOKEN;
    }
}
