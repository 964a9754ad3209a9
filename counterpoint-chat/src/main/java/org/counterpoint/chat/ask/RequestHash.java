package org.counterpoint.chat.ask;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.counterpoint.chat.ChatParameters;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptIds;

/** Names a question by what is asked, whatever its id: equal questions are asked once. */
public final class RequestHash {

    private static final int DIGITS = 32;

    private RequestHash() {}

    /** The first 32 hex digits of SHA-256 of the parameters, the sample and the messages. */
    public static String of(ChatRequest request) {
        ChatParameters parameters = request.parameters();
        String asked = String.join(
                " ",
                String.valueOf(parameters.maxTokens()),
                String.valueOf(parameters.temperature()),
                String.valueOf(parameters.topP()),
                String.valueOf(parameters.seed()),
                String.valueOf(parameters.topLogprobs()),
                String.valueOf(request.sample()),
                PromptIds.compactJson(new Prompt.Chat(request.messages())));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(asked.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
