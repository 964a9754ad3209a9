package org.counterpoint.train.batch;

import java.util.List;
import java.util.Set;
import org.counterpoint.data.Prompt;
import org.counterpoint.engine.text.Boundary;
import org.counterpoint.engine.text.ChatMessage;
import org.counterpoint.engine.text.EncodedGroup;
import org.counterpoint.engine.text.PromptText;
import org.counterpoint.engine.text.TextCodec;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;

/**
 * The engine's text codec as an encoder of groups.
 *
 * @param codec closed with this
 */
public record CodecEncoder(TextCodec codec, TrainSettings.Data settings, LengthLimit limit) implements GroupEncoder {

    @Override
    public Encoded encode(Prompt prompt, List<String> responses) {
        Boundary boundary = settings.dropMerged() ? Boundary.DROP : Boundary.SPLIT;
        EncodedGroup group = codec.encode(text(prompt), responses, boundary);
        int merged = (int) group.merged().stream().filter(Boolean::booleanValue).count();
        return new Encoded(group.sequences(), group.reasons(), merged);
    }

    @Override
    public int[] encodePrompt(Prompt prompt) {
        return codec.encodePrompt(text(prompt));
    }

    @Override
    public String decode(int[] tokens) {
        return codec.decode(tokens);
    }

    @Override
    public Set<Integer> endTokens() {
        return codec.endTokens();
    }

    private static PromptText text(Prompt prompt) {
        if (prompt instanceof Prompt.Chat chat) {
            return new PromptText.Chat(chat.messages().stream()
                    .map(message -> new ChatMessage(message.role().wireName(), message.content()))
                    .toList());
        }
        return new PromptText.Plain(((Prompt.Plain) prompt).text());
    }

    @Override
    public String identity() {
        return codec.identity();
    }

    @Override
    public List<String> notices() {
        return codec.notices();
    }

    @Override
    public @Nullable String replacedTemplate() {
        return settings.chatTemplate() == null ? null : codec.chatTemplateSource();
    }

    @Override
    public void close() {
        codec.close();
    }
}
