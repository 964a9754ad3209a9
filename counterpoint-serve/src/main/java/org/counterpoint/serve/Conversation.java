package org.counterpoint.serve;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.counterpoint.answer.generate.RowSeed;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.model.RollingBatch;
import org.counterpoint.engine.model.Sampling;
import org.counterpoint.engine.text.ChatMessage;
import org.counterpoint.engine.text.PromptText;
import org.counterpoint.engine.text.TextCodec;
import org.jspecify.annotations.Nullable;

/** A conversation with one model, which remembers what was said. */
public final class Conversation implements AutoCloseable {

    private final TextCodec codec;
    private final RollingBatch batch;
    private final Set<Integer> endTokens;
    private final @Nullable String system;
    private final List<ChatMessage> said = new ArrayList<>();
    private int turn;

    private Conversation(TextCodec codec, RollingBatch batch, @Nullable String system) {
        this.codec = codec;
        this.batch = batch;
        this.endTokens = Set.copyOf(codec.endTokens());
        this.system = system;
        begin();
    }

    /**
     * @param chatTemplate a file or a built-in; null for the model's own
     * @param system a system message; null for none
     * @throws org.counterpoint.engine.ModelException where the folder cannot be used
     */
    public static Conversation open(
            Path folder, Precision precision, @Nullable String chatTemplate, @Nullable String system) {
        TextCodec codec = TextCodec.open(folder, chatTemplate, false);
        RollingBatch batch = null;
        try {
            batch = RollingBatch.open(folder, precision);
            codec.requireFits(batch.vocabularySize());
            Conversation conversation = new Conversation(codec, batch, system);
            codec.encodePrompt(
                    new PromptText.Chat(List.of(new ChatMessage("user", "?")))); // Says if there is no template.
            return conversation;
        } catch (RuntimeException e) {
            codec.close();
            if (batch != null) {
                batch.close();
            }
            throw e;
        }
    }

    /** Forgets what was said. */
    public void begin() {
        said.clear();
        if (system != null) {
            said.add(new ChatMessage("system", system));
        }
    }

    /** Tokens that the conversation may have in all. */
    public int maxPositions() {
        return batch.maxPositions();
    }

    /** The template's text. */
    public String template() {
        return String.valueOf(codec.chatTemplateSource());
    }

    /**
     * Asks, and hands over the answer as it comes.
     *
     * @param seed of the draws; each turn has its own
     * @return whether the limit of tokens cut the answer off
     * @throws InputException where there is no room for the question
     */
    public boolean ask(String question, Sampling sampling, long seed, int maxNewTokens, Consumer<String> pieces) {
        List<ChatMessage> asked = new ArrayList<>(said);
        asked.add(new ChatMessage("user", question));
        int[] prompt = codec.encodePrompt(new PromptText.Chat(asked));
        int room = batch.maxPositions() - prompt.length;
        if (room < 1) {
            throw new InputException("the conversation has " + prompt.length + " tokens by now, and the model takes "
                    + batch.maxPositions() + "; begin a new one");
        }
        TextStream text = new TextStream(codec, List.of());
        StringBuilder answer = new StringBuilder();
        Consumer<String> both = piece -> {
            answer.append(piece);
            pieces.accept(piece);
        };
        int[] left = {Math.min(room, maxNewTokens)};
        boolean[] cut = {false};
        batch.join(
                List.of(new RollingBatch.Request(prompt, new int[0], sampling, RowSeed.of(seed, "", turn++), false, 0)),
                List.of(choice -> {
                    boolean ended = endTokens.contains(choice.token());
                    if (!ended) {
                        both.accept(text.add(choice.token()));
                    }
                    cut[0] = --left[0] == 0 && !ended;
                    return !ended && !cut[0];
                }));
        while (batch.size() > 0) {
            batch.step();
        }
        both.accept(text.end());
        said.addAll(List.of(asked.get(asked.size() - 1), new ChatMessage("assistant", answer.toString())));
        return cut[0];
    }

    @Override
    public void close() {
        try (codec) {
            batch.close();
        }
    }
}
