package org.counterpoint.serve;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.model.RewardModel;
import org.counterpoint.engine.text.Boundary;
import org.counterpoint.engine.text.EncodedGroup;
import org.counterpoint.engine.text.PromptText;
import org.counterpoint.engine.text.TextCodec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A reward model: scores of answers to a conversation, one after another. */
final class ServedReward implements AutoCloseable {

    private static final int MOST = 256;

    private final TextCodec codec;
    private final RewardModel model;

    private ServedReward(TextCodec codec, RewardModel model) {
        this.codec = codec;
        this.model = model;
    }

    /** @throws org.counterpoint.engine.ModelException where the folder cannot be used */
    static ServedReward open(Path folder, ServeSettings settings) {
        TextCodec codec = TextCodec.open(folder, settings.base(), settings.chatTemplate(), false);
        try {
            RewardModel model = RewardModel.load(folder, settings.base());
            codec.requireFits(model.config().vocabulary().size());
            return new ServedReward(codec, model);
        } catch (RuntimeException e) {
            codec.close();
            throw e;
        }
    }

    /** {@code {model, messages, responses: [text, …]}} to a score a response, in order. */
    synchronized ObjectNode score(String name, JsonNode body) throws ApiError {
        RequestFields fields = new RequestFields(body);
        fields.requireKnown(Set.of("model", "messages", "responses"));
        PromptText.Chat prompt = RequestReader.messages(body.path("messages"));
        List<String> responses = fields.texts("responses", MOST);
        if (responses.isEmpty()) {
            throw ApiError.invalid("responses", "you must provide 'responses': a list of texts");
        }
        EncodedGroup encoded = codec.encode(prompt, responses, Boundary.SPLIT);
        ObjectNode reply =
                JsonNodeFactory.instance.objectNode().put("object", "list").put("model", name);
        ArrayNode data = reply.putArray("data");
        long tokens = 0;
        for (int i = 0; i < responses.size(); i++) {
            TokenSequence sequence = encoded.sequences().get(i);
            if (sequence == null) {
                throw ApiError.invalid(
                        "responses[" + i + "]",
                        "it cannot be scored: " + encoded.reasons().get(i));
            }
            if (sequence.tokens().length > model.config().positions().most()) {
                throw ApiError.invalid(
                        "responses[" + i + "]",
                        "it has " + sequence.tokens().length + " tokens with the messages, the model "
                                + model.config().positions().most() + " positions");
            }
            tokens += sequence.tokens().length;
            data.addObject().put("object", "score").put("index", i).put("score", model.score(sequence.tokens()));
        }
        reply.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return reply;
    }

    @Override
    public void close() {
        try (codec) {
            model.close();
        }
    }
}
