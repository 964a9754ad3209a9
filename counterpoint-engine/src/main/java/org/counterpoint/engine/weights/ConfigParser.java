package org.counterpoint.engine.weights;

import java.util.Set;
import org.counterpoint.engine.ModelException;
import tools.jackson.databind.JsonNode;

/**
 * {@code config.json} to {@link ModelConfig}, with the defaults of transformers 5.23 for every family. A key
 * is honoured, known to be without effect on the computation, or refused.
 */
final class ConfigParser {
    private static final int LARGEST = 1 << 24;

    private final JsonObject json;
    private final Family family;

    private ConfigParser(JsonObject json, Family family) {
        this.json = json;
        this.family = family;
    }

    static ModelConfig parse(JsonObject json) {
        Family family = Family.of(json);
        ConfigKeys.check(json, family);
        return new ConfigParser(json, family).read();
    }

    private ModelConfig read() {
        int hidden = json.size("hidden_size", LARGEST);
        int heads = json.size("num_attention_heads", LARGEST);
        int kvHeads = json.size("num_key_value_heads", LARGEST, family.defaultKvHeads(heads));
        int layers = json.size("num_hidden_layers", 4096);
        int vocabulary = json.size("vocab_size", LARGEST);
        int maxPositions = json.size("max_position_embeddings", Integer.MAX_VALUE, family.defaultMaxPositions());
        if (heads % kvHeads != 0) {
            throw new ModelException(json.file() + ": `num_attention_heads` is " + heads
                    + ", not a multiple of `num_key_value_heads`, which is " + kvHeads
                    + ": every key-value head serves equally many heads, so one of the two is wrong");
        }
        int headDim = headDim(hidden, heads);
        Rope rope = Rope.read(json, maxPositions);
        boolean bias = json.flag("attention_bias", false);
        return new ModelConfig(
                Family.classifies(json) ? family.classifier() : family.architecture(),
                Family.classifies(json) ? labels() : 0,
                hidden,
                json.size("intermediate_size", LARGEST),
                layers,
                heads,
                kvHeads,
                headDim,
                vocabulary,
                json.positive("rms_norm_eps", 1e-6),
                rope.theta(),
                rope.scaling(),
                maxPositions,
                SlidingWindows.read(json, family, layers),
                family == Family.QWEN2 || bias,
                family != Family.QWEN2 && bias,
                json.flag("mlp_bias", false),
                family == Family.QWEN3,
                json.flag("tie_word_embeddings", false),
                initializerRange(),
                padToken(vocabulary),
                endTokens(vocabulary));
    }

    /** transformers writes them as their names, and takes two where it finds none. */
    private int labels() {
        JsonNode names = json.node().path("id2label");
        return names.isObject() && !names.isEmpty() ? names.size() : json.size("num_labels", LARGEST, 2);
    }

    private int headDim(int hidden, int heads) {
        if (hidden % heads != 0 && (family == Family.LLAMA || !json.has("head_dim"))) {
            throw new ModelException(json.file() + ": `hidden_size` is " + hidden
                    + ", not a multiple of `num_attention_heads`, which is " + heads + ": one of the two is wrong"
                    + (family == Family.LLAMA ? "" : ", or `head_dim` is missing"));
        }
        int otherwise = family == Family.QWEN3 ? 128 : hidden / heads;
        int headDim = json.size("head_dim", LARGEST, otherwise);
        if (headDim % 2 != 0) {
            throw new ModelException(json.file() + ": heads are " + headDim
                    + " wide, but rotary embeddings turn pairs: an even `head_dim` is needed");
        }
        return headDim;
    }

    private double initializerRange() {
        if (!json.has("initializer_range")) {
            return 0.02;
        }
        double range = json.number("initializer_range");
        if (!(range >= 0 && range <= 1)) {
            throw json.fault("initializer_range", "a number from 0 to 1 is needed");
        }
        return range == 0 ? 0.02 : range;
    }

    /** Counted from the end where negative, as PyTorch's embedding does. */
    private int padToken(int vocabulary) {
        if (!json.has("pad_token_id")) {
            return -1;
        }
        int token = json.wholeNumber("pad_token_id", -vocabulary, vocabulary - 1);
        return token < 0 ? vocabulary + token : token;
    }

    private Set<Integer> endTokens(int vocabulary) {
        return Set.copyOf(json.wholeNumbers("eos_token_id", 0, vocabulary - 1));
    }
}
