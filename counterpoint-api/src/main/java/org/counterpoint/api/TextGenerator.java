package org.counterpoint.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.answer.generate.RowSeed;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Message;
import org.counterpoint.data.Role;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.model.Generator;
import org.counterpoint.engine.model.Sampling;
import org.counterpoint.engine.text.ChatMessage;
import org.counterpoint.engine.text.PromptText;
import org.counterpoint.engine.text.TextCodec;

/**
 * Answers of a model: the likeliest tokens, or drawn. For one thread.
 *
 * <pre>{@code
 * try (TextGenerator generator = TextGenerator.open(model).longest(64)) {
 *     String answer = generator.answer("Name a colour.");
 * }
 * }</pre>
 */
public final class TextGenerator implements AutoCloseable {
    private final TextCodec codec;
    private final Generator generator;
    private Sampling sampling = new Sampling(0, 0, 1);
    private long seed;
    private int longest = 1024;

    private TextGenerator(TextCodec codec, Generator generator) {
        this.codec = codec;
        this.generator = generator;
    }

    /**
     * Opens a model folder, an adapter's too.
     *
     * @throws org.counterpoint.engine.ModelException where it cannot be used
     */
    public static TextGenerator open(Path folder) {
        TextCodec codec = TextCodec.open(folder, null, false);
        try {
            Generator generator = Generator.open(folder, Precision.FP32);
            codec.requireFits(generator.config().vocabulary().size());
            return new TextGenerator(codec, generator);
        } catch (RuntimeException e) {
            codec.close();
            throw e;
        }
    }

    /**
     * Draws from now on; the same seed draws the same.
     *
     * @param temperature 0 for the likeliest tokens
     * @param topP the share of the likeliest tokens that is drawn from; 1 for all
     */
    public TextGenerator sampling(double temperature, double topP, long drawnWith) {
        sampling = new Sampling(temperature, 0, topP);
        seed = drawnWith;
        return this;
    }

    /** How many tokens an answer may have (1024). */
    public TextGenerator longest(int tokens) {
        if (tokens < 1) {
            throw new InputException("an answer of at most " + tokens + " tokens is none; give at least 1");
        }
        longest = tokens;
        return this;
    }

    /** The answer to a question. */
    public String answer(String question) {
        return answers(List.of(question)).get(0);
    }

    /** The answers to several questions, computed together, in their order. */
    public List<String> answers(List<String> questions) {
        return continued(questions.stream()
                .map(question -> List.of(new Message(Role.USER, question)))
                .toList());
    }

    /**
     * The next turn of each conversation.
     *
     * @throws InputException where one has no room left in the model
     */
    public List<String> continued(List<List<Message>> conversations) {
        List<Generator.Request> requests = new ArrayList<>();
        int room = Integer.MAX_VALUE;
        for (List<Message> conversation : conversations) {
            int[] prompt = codec.encodePrompt(new PromptText.Chat(conversation.stream()
                    .map(message -> new ChatMessage(message.role().wireName(), message.content()))
                    .toList()));
            room = Math.min(room, generator.config().positions().most() - prompt.length);
            requests.add(new Generator.Request(prompt, RowSeed.of(seed, Integer.toString(requests.size()), 0)));
        }
        if (room < 1) {
            throw new InputException("a conversation is longer than the model's "
                    + generator.config().positions().most() + " positions");
        }
        return generator.generate(requests, sampling, codec.endTokens(), Math.min(longest, room)).stream()
                .map(made -> codec.decode(made.tokens()))
                .toList();
    }

    @Override
    public void close() {
        try (codec) {
            generator.close();
        }
    }
}
