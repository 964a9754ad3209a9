package org.counterpoint.engine.arch;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.counterpoint.engine.JsonObject;

/**
 * Everything of a {@code config.json} that changes what a model computes: what training, native decoding and Java
 * decoding read. Norms are RMS norms and the feed-forward network is gated, {@code down(act(gate(x)) * up(x))}; a
 * file that says otherwise is refused.
 *
 * @param name the transformers class, such as {@code LlamaForCausalLM}
 * @param labels how many numbers a sequence classifier gives for a text, 1 of a reward model; 0 of a language model
 * @param hiddenSize width of the residual stream
 * @param initializerRange standard deviation of new weights
 */
public record Architecture(
        Family family,
        String name,
        int labels,
        int layers,
        int hiddenSize,
        Vocabulary vocabulary,
        Attention attention,
        FeedForward feedForward,
        Norms norms,
        Positions positions,
        Scales scales,
        SoftCaps softCaps,
        double initializerRange) {

    /**
     * Tokens and their embeddings.
     *
     * @param tied whether the output projection is the embedding
     * @param padToken the token whose embedding gets no gradient from the input side (and starts at zero), as
     *     transformers' {@code padding_idx} does; -1 where there is none
     * @param endTokens where generation stops, as far as {@code config.json} says
     */
    public record Vocabulary(int size, boolean tied, int padToken, Set<Integer> endTokens) {
        public Vocabulary {
            endTokens = Set.copyOf(endTokens);
        }
    }

    /**
     * Queries, keys and values.
     *
     * @param headDim width of one head, not always {@code hiddenSize / heads}; even
     * @param queryKeyValueBias whether q, k and v projections have biases
     * @param outputBias whether the output projection has a bias
     * @param queryKeyNorm what q and k are normed over, before rotation
     * @param scale what the products of queries and keys are multiplied by
     * @param windows one a layer: a position sees itself and the {@code window - 1} before it; 0 sees all
     */
    public record Attention(
            int heads,
            int kvHeads,
            int headDim,
            boolean queryKeyValueBias,
            boolean outputBias,
            QueryKeyNorm queryKeyNorm,
            double scale,
            List<Integer> windows) {
        public Attention {
            windows = List.copyOf(windows);
        }

        /** Outputs of the query projection. */
        public int queryWidth() {
            return heads * headDim;
        }

        /** Outputs of the key projection, and of the value projection. */
        public int keyWidth() {
            return kvHeads * headDim;
        }
    }

    /**
     * The gated feed-forward network.
     *
     * @param width inner width
     * @param bias whether gate, up and down projections have biases
     */
    public record FeedForward(int width, boolean bias, Activation activation) {}

    /**
     * Root-mean-square norms.
     *
     * @param eps added to the mean of squares
     */
    public record Norms(double eps, NormWeight weight, NormPlace place) {}

    /**
     * Rotary position embeddings.
     *
     * @param most what the model was made for; longer sequences still compute
     * @param ropes the different rotations
     * @param ropeOfLayer which of them each layer has, or {@link #NONE}
     */
    public record Positions(int most, List<Rope> ropes, List<Integer> ropeOfLayer) {
        /** In place of a rotation's number: a layer that rotates nothing. */
        public static final int NONE = -1;

        public Positions {
            ropes = List.copyOf(ropes);
            ropeOfLayer = List.copyOf(ropeOfLayer);
        }

        /** One rotation in all layers. */
        public static Positions everywhere(int most, Rope rope, int layers) {
            return new Positions(most, List.of(rope), Collections.nCopies(layers, 0));
        }
    }

    /**
     * What is multiplied on the way, 1 where nothing is.
     *
     * @param embedding of the embeddings
     * @param residual of what a half of a layer adds to the residual stream
     * @param logits of the logits, before they are capped
     */
    public record Scales(double embedding, double residual, double logits) {
        public static final Scales ONE = new Scales(1, 1, 1);
    }

    /**
     * {@code cap * tanh(x / cap)}; 0 where nothing is capped.
     *
     * @param attention of the scaled products of queries and keys
     * @param logits of the final logits
     */
    public record SoftCaps(double attention, double logits) {
        public static final SoftCaps NONE = new SoftCaps(0, 0);
    }

    /**
     * Reads a {@code config.json}.
     *
     * @throws org.counterpoint.engine.ModelException if it is not of a family computed here, or holds a key
     *     or value that changes the computation and is not honoured
     */
    public static Architecture parse(Path configJson) {
        return parse(JsonObject.read(configJson));
    }

    /** Reads what is in a {@code config.json}, as {@link #parse(Path)}. */
    public static Architecture parse(JsonObject config) {
        Family family = Family.of(config);
        ConfigKeys.check(config, family);
        return family.parser().parse(new ConfigFields(config, family));
    }

    /** Whether layers have this part. */
    public boolean has(LayerPart part) {
        return switch (part) {
            case QUERY_NORM, KEY_NORM -> attention.queryKeyNorm() != QueryKeyNorm.NONE;
            case ATTENTION_NORM, FEED_FORWARD_NORM -> norms.place() != NormPlace.AFTER;
            case ATTENTION_POST_NORM, FEED_FORWARD_POST_NORM -> norms.place() != NormPlace.BEFORE;
            case QUERY_KEY_VALUE, ATTENTION_OUTPUT, GATE_UP, DOWN -> true;
        };
    }

    /** Whether a part that layers have has a bias. */
    public boolean hasBias(LayerPart part) {
        return switch (part) {
            case QUERY_KEY_VALUE -> attention.queryKeyValueBias();
            case ATTENTION_OUTPUT -> attention.outputBias();
            case GATE_UP, DOWN -> feedForward.bias();
            default -> false;
        };
    }
}
