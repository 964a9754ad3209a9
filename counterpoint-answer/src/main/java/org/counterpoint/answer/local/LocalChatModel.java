package org.counterpoint.answer.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.counterpoint.answer.generate.RowSeed;
import org.counterpoint.chat.ChatException;
import org.counterpoint.chat.ChatModel;
import org.counterpoint.chat.ChatParameters;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.model.Generator;
import org.counterpoint.engine.model.NextToken;
import org.counterpoint.engine.model.Sampling;
import org.counterpoint.engine.text.ChatMessage;
import org.counterpoint.engine.text.PromptText;
import org.counterpoint.engine.text.TextCodec;
import org.counterpoint.engine.weights.ModelFolder;
import org.jspecify.annotations.Nullable;

/**
 * A model folder that answers, one question after another. Log-probabilities of the likeliest tokens it gives for the
 * first token only: a longer answer that wants them is refused.
 */
public final class LocalChatModel implements ChatModel {
    private final String name;
    private final TextCodec codec;
    private final Generator generator;
    private final int[] watched;

    private LocalChatModel(String name, TextCodec codec, Generator generator, Set<String> watched) {
        this.name = name;
        this.codec = codec;
        this.generator = generator;
        this.watched = watched.stream()
                .map(text -> codec.encodePrompt(new PromptText.Plain(text)))
                .filter(tokens -> tokens.length > 0)
                .mapToInt(tokens -> tokens[tokens.length - 1])
                .toArray();
    }

    public static LocalChatModel open(Path folder, String name) {
        return open(folder, null, name, Set.of());
    }

    /**
     * @param base of an adapter; null for where the adapter says
     * @param name what it is called in replies
     * @param watched texts of one token whose log-probabilities are given even where other tokens are likelier
     * @throws ModelException where the folder cannot be used
     */
    public static LocalChatModel open(Path folder, @Nullable Path base, String name, Set<String> watched) {
        TextCodec codec = TextCodec.open(folder, base, null, false);
        try {
            Generator generator = Generator.open(folder, base, Precision.FP32);
            codec.requireFits(generator.config().vocabulary().size());
            return new LocalChatModel(name, codec, generator, watched);
        } catch (RuntimeException e) {
            codec.close();
            throw e;
        }
    }

    /** What its answers depend on: a hash of its weights. */
    public static String identity(Path folder, @Nullable Path base) {
        try (ModelFolder files = ModelFolder.open(folder, base)) {
            return files.weightsHash();
        }
    }

    @Override
    public synchronized ChatReply reply(ChatRequest request) throws ChatException {
        long startedAt = System.nanoTime();
        ChatParameters parameters = request.parameters();
        if (parameters.topLogprobs() > 0) {
            return firstToken(request, startedAt);
        }
        int[] prompt = encode(request);
        int room = generator.config().positions().most() - prompt.length;
        long seed = RowSeed.of(parameters.seed() == null ? 0 : parameters.seed(), request.id(), request.sample());
        Generator.Generated answer = generator
                .generate(
                        List.of(new Generator.Request(prompt, seed)),
                        sampling(parameters),
                        codec.endTokens(),
                        Math.min(parameters.maxTokens(), room))
                .get(0);
        return new ChatReply(
                codec.decode(answer.tokens()),
                null,
                name,
                answer.stopped() ? "stop" : "length",
                new ChatReply.Usage(prompt.length, answer.tokens().length),
                Duration.ofNanos(System.nanoTime() - startedAt),
                List.of());
    }

    /** The likeliest token, and its rivals with their log-probabilities, whatever the temperature. */
    private ChatReply firstToken(ChatRequest request, long startedAt) throws ChatException {
        if (request.parameters().maxTokens() != 1) {
            throw refused(
                    "no_logprobs", "a model folder gives log-probabilities of the first token only: max_tokens 1");
        }
        int[] prompt = encode(request);
        List<ChatReply.Alternative> likeliest =
                NextToken.likeliest(generator, prompt, request.parameters().topLogprobs(), watched).stream()
                        .map(next -> new ChatReply.Alternative(
                                codec.decode(new int[] {next.token()}), next.logProbability()))
                        .toList();
        ChatReply.Alternative first = likeliest.get(0);
        return new ChatReply(
                first.token(),
                null,
                name,
                "length",
                new ChatReply.Usage(prompt.length, 1),
                Duration.ofNanos(System.nanoTime() - startedAt),
                List.of(new ChatReply.TokenChoice(first.token(), first.logp(), likeliest)));
    }

    private static Sampling sampling(ChatParameters parameters) {
        Double temperature = parameters.temperature();
        Double topP = parameters.topP();
        return new Sampling(temperature == null ? 1 : temperature, 0, topP == null ? 1 : topP);
    }

    private int[] encode(ChatRequest request) throws ChatException {
        List<ChatMessage> messages = request.messages().stream()
                .map(message -> new ChatMessage(message.role().wireName(), message.content()))
                .toList();
        int[] prompt;
        try {
            prompt = codec.encodePrompt(new PromptText.Chat(messages));
        } catch (ModelException e) {
            throw refused("template_error", String.valueOf(e.getMessage()));
        }
        if (prompt.length >= generator.config().positions().most()) {
            throw refused(
                    "too_long",
                    "the question has " + prompt.length + " tokens, the model "
                            + generator.config().positions().most() + " positions");
        }
        return prompt;
    }

    private static ChatException refused(String reason, String message) {
        return new ChatException(reason, message, false, null);
    }

    @Override
    public void close() {
        try (codec) {
            generator.close();
        }
    }
}
