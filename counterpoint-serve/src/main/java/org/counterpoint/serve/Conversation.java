package org.counterpoint.serve;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
     * @param base of an adapter; null for where the adapter says
     * @param chatTemplate a file or a built-in; null for the model's own
     * @param system a system message; null for none
     * @throws org.counterpoint.engine.ModelException where the folder cannot be used
     */
    public static Conversation open(
            Path folder,
            @Nullable Path base,
            Precision precision,
            @Nullable String chatTemplate,
            @Nullable String system) {
        TextCodec codec = TextCodec.open(folder, base, chatTemplate, false);
        RollingBatch batch = null;
        try {
            batch = RollingBatch.open(folder, base, precision);
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

    /** Why it is slow; empty where it is not. */
    public Optional<String> slowness() {
        return batch.slowness();
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
     * Asks; the answer is handed over as its steps are made, and remembered when it has ended.
     *
     * @param seed of the draws; each turn has its own
     * @throws InputException where there is no room for the question
     */
    public Utterance ask(String question, Sampling sampling, long seed, int maxNewTokens, Consumer<String> pieces) {
        List<ChatMessage> asked = new ArrayList<>(said);
        asked.add(new ChatMessage("user", question));
        int[] prompt = codec.encodePrompt(new PromptText.Chat(asked));
        int room = batch.maxPositions() - prompt.length;
        if (room < 1) {
            throw new InputException("the conversation has " + prompt.length + " tokens by now, and the model takes "
                    + batch.maxPositions() + "; begin a new one");
        }
        Answer answer = new Answer(question, Math.min(room, maxNewTokens), pieces);
        batch.join(
                List.of(new RollingBatch.Request(prompt, new int[0], sampling, RowSeed.of(seed, "", turn++), false, 0)),
                List.of(choice -> answer.take(choice.token())));
        return answer;
    }

    /** One answer of the running batch, which has no other row meanwhile. */
    private final class Answer implements Utterance {
        private final String question;
        private final Consumer<String> pieces;
        private final TextStream text = new TextStream(codec, List.of());
        private final StringBuilder whole = new StringBuilder();
        private int left;
        private boolean cut;
        private boolean ended;

        Answer(String question, int most, Consumer<String> pieces) {
            this.question = question;
            this.left = most;
            this.pieces = pieces;
        }

        private void hand(String piece) {
            whole.append(piece);
            pieces.accept(piece);
        }

        /** Whether it goes on. */
        private boolean take(int token) {
            boolean last = endTokens.contains(token);
            if (!last) {
                hand(text.add(token));
            }
            cut = --left == 0 && !last;
            return !last && !cut;
        }

        @Override
        public boolean step() {
            if (batch.size() > 0) {
                batch.step();
            }
            if (batch.size() == 0 && !ended) {
                ended = true;
                hand(text.end());
                said.addAll(List.of(new ChatMessage("user", question), new ChatMessage("assistant", whole.toString())));
            }
            return !ended;
        }

        @Override
        public boolean isCut() {
            return cut;
        }
    }

    @Override
    public void close() {
        try (codec) {
            batch.close();
        }
    }
}
