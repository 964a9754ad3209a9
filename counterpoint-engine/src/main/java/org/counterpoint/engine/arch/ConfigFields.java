package org.counterpoint.engine.arch;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.arch.Architecture.Attention;
import org.counterpoint.engine.arch.Architecture.FeedForward;
import org.counterpoint.engine.arch.Architecture.Norms;
import org.counterpoint.engine.arch.Architecture.Positions;
import org.counterpoint.engine.arch.Architecture.Scales;
import org.counterpoint.engine.arch.Architecture.SoftCaps;
import org.counterpoint.engine.arch.Architecture.Vocabulary;
import tools.jackson.databind.JsonNode;

/** What the families' parsers read alike from a {@code config.json}. */
final class ConfigFields {
    private static final int LARGEST = 1 << 24;

    private final JsonObject json;
    private final Family family;

    ConfigFields(JsonObject json, Family family) {
        this.json = json;
        this.family = family;
    }

    JsonObject json() {
        return json;
    }

    /** The parts of a model, and what else the file says. */
    Architecture architecture(
            Vocabulary vocabulary,
            Attention attention,
            FeedForward feedForward,
            Norms norms,
            Positions positions,
            Scales scales,
            SoftCaps softCaps) {
        boolean classifies = family.classifies(json);
        return new Architecture(
                family,
                classifies ? family.classifier().orElseThrow() : family.architecture(),
                classifies ? labels() : 0,
                layers(),
                hiddenSize(),
                vocabulary,
                attention,
                feedForward,
                norms,
                positions,
                scales,
                softCaps,
                initializerRange());
    }

    int layers() {
        return json.size("num_hidden_layers", 4096);
    }

    int hiddenSize() {
        return json.size("hidden_size", LARGEST);
    }

    int innerWidth() {
        return json.size("intermediate_size", LARGEST);
    }

    boolean flag(String key, boolean otherwise) {
        return json.flag(key, otherwise);
    }

    /** As Llama's. */
    Norms norms(double defaultEps) {
        return norms(defaultEps, NormWeight.PLAIN, NormPlace.BEFORE);
    }

    Norms norms(double defaultEps, NormWeight weight, NormPlace place) {
        return new Norms(json.positive("rms_norm_eps", defaultEps), weight, place);
    }

    /** transformers writes them as their names, and takes two where it finds none. */
    private int labels() {
        JsonNode names = json.node().path("id2label");
        return names.isObject() && !names.isEmpty() ? names.size() : json.size("num_labels", LARGEST, 2);
    }

    /** As many key-value heads as heads where the file gives none. */
    Heads heads(HeadWidth width) {
        return heads(json.size("num_attention_heads", LARGEST), width);
    }

    Heads heads(int defaultKvHeads, HeadWidth width) {
        int hidden = hiddenSize();
        int heads = json.size("num_attention_heads", LARGEST);
        int kvHeads = json.size("num_key_value_heads", LARGEST, defaultKvHeads);
        if (heads % kvHeads != 0) {
            throw new ModelException(json.file() + ": `num_attention_heads` is " + heads
                    + ", not a multiple of `num_key_value_heads`, which is " + kvHeads
                    + ": every key-value head serves equally many heads, so one of the two is wrong");
        }
        if (hidden % heads != 0 && (width.dividesHidden() || !json.has("head_dim"))) {
            throw new ModelException(json.file() + ": `hidden_size` is " + hidden
                    + ", not a multiple of `num_attention_heads`, which is " + heads + ": one of the two is wrong"
                    + (width.dividesHidden() ? "" : ", or `head_dim` is missing"));
        }
        int dim = json.size("head_dim", LARGEST, width.otherwise() > 0 ? width.otherwise() : hidden / heads);
        if (dim % 2 != 0) {
            throw new ModelException(json.file() + ": heads are " + dim
                    + " wide, but rotary embeddings turn pairs: an even `head_dim` is needed");
        }
        return new Heads(heads, kvHeads, dim);
    }

    /** The same rotation in all layers. */
    Positions positions(int defaultMost, int headDim) {
        int most = mostPositions(defaultMost);
        return Positions.everywhere(most, Rope.read(json, most, headDim), layers());
    }

    int mostPositions(int otherwise) {
        return json.size("max_position_embeddings", Integer.MAX_VALUE, otherwise);
    }

    List<Integer> noWindows() {
        return Collections.nCopies(layers(), 0);
    }

    /** A cap: the default where the file has no such key, 0 for none where it is null. */
    double cap(String key, double otherwise) {
        if (!json.node().has(key)) {
            return otherwise;
        }
        return json.has(key) ? json.positive(key) : 0;
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

    /** @param tied whether the output projection is the embedding where the file does not say */
    Vocabulary vocabulary(boolean tied) {
        return vocabulary(tied, -1);
    }

    /** @param pad the padding token where the file has no such key; -1 for none */
    Vocabulary vocabulary(boolean tied, int pad) {
        int size = json.size("vocab_size", LARGEST);
        boolean silent = !json.node().has("pad_token_id");
        if (silent && pad >= size) {
            throw new ModelException(json.file() + ": `pad_token_id` is missing, and transformers' default for "
                    + family.architecture() + ", " + pad + ", is outside the vocabulary of " + size
                    + ": add it, or null for none");
        }
        int padToken = silent ? pad : padToken(size);
        return new Vocabulary(size, json.flag("tie_word_embeddings", tied), padToken, endTokens(size));
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
