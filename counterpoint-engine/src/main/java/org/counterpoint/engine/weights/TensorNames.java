package org.counterpoint.engine.weights;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.weights.ExpectedTensor.Kind;

/** The parameters of a model under the names that transformers gives them. */
public final class TensorNames {
    public static final String EMBEDDING = "model.embed_tokens.weight";
    public static final String FINAL_NORM = "model.norm.weight";
    public static final String OUTPUT = "lm_head.weight";
    /** The head of a sequence classifier, in the output projection's place. */
    public static final String SCORE = "score.weight";

    private TensorNames() {}

    /** What stands before the names of a layer's parameters. */
    public static String layer(int layer) {
        return "model.layers." + layer + ".";
    }

    /**
     * All parameters, embedding first, then layer by layer; linear weights are {@code [out, in]}. A tied
     * output projection is not among them.
     */
    public static List<ExpectedTensor> expected(ModelConfig config) {
        Names names = new Names();
        long hidden = config.hiddenSize();
        names.add(EMBEDDING, Kind.EMBEDDING, config.vocabularySize(), hidden);
        for (int i = 0; i < config.layers(); i++) {
            layer(names, layer(i), config);
        }
        names.add(FINAL_NORM, Kind.NORM, hidden);
        if (config.labels() > 0) {
            names.add(SCORE, Kind.LINEAR, config.labels(), hidden);
        } else if (!config.tiedEmbeddings()) {
            names.add(OUTPUT, Kind.LINEAR, config.vocabularySize(), hidden);
        }
        return List.copyOf(names.list);
    }

    private static void layer(Names names, String layer, ModelConfig config) {
        long hidden = config.hiddenSize();
        long inner = config.intermediateSize();
        long queries = (long) config.heads() * config.headDim();
        long keys = (long) config.kvHeads() * config.headDim();
        names.add(layer + "input_layernorm.weight", Kind.NORM, hidden);
        names.linear(layer + "self_attn.q_proj", queries, hidden, config.queryKeyValueBias());
        names.linear(layer + "self_attn.k_proj", keys, hidden, config.queryKeyValueBias());
        names.linear(layer + "self_attn.v_proj", keys, hidden, config.queryKeyValueBias());
        if (config.queryKeyNorm()) {
            names.add(layer + "self_attn.q_norm.weight", Kind.NORM, config.headDim());
            names.add(layer + "self_attn.k_norm.weight", Kind.NORM, config.headDim());
        }
        names.linear(layer + "self_attn.o_proj", hidden, queries, config.outputBias());
        names.add(layer + "post_attention_layernorm.weight", Kind.NORM, hidden);
        names.linear(layer + "mlp.gate_proj", inner, hidden, config.mlpBias());
        names.linear(layer + "mlp.up_proj", inner, hidden, config.mlpBias());
        names.linear(layer + "mlp.down_proj", hidden, inner, config.mlpBias());
    }

    private static final class Names {
        private final List<ExpectedTensor> list = new ArrayList<>();

        void linear(String name, long out, long in, boolean bias) {
            add(name + ".weight", Kind.LINEAR, out, in);
            if (bias) {
                add(name + ".bias", Kind.BIAS, out);
            }
        }

        void add(String name, Kind kind, long... shape) {
            List<Long> sizes = new ArrayList<>();
            for (long size : shape) {
                sizes.add(size);
            }
            list.add(new ExpectedTensor(name, sizes, kind));
        }
    }
}
