package org.counterpoint.engine.model;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.weights.ModelConfig;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.NewHead;
import org.counterpoint.engine.weights.TensorNames;
import org.jspecify.annotations.Nullable;

/** All weights of a model, loaded from its folder. */
final class LlamaWeights implements AutoCloseable {
    private final List<Weight> all = new ArrayList<>();
    private final Weight embedding;
    private final List<LayerWeights> layers = new ArrayList<>();
    private final Weight finalNorm;
    private final Weight head;

    private LlamaWeights(ModelFolder folder, ModelOptions options) {
        ModelConfig config = folder.config();
        WeightLoader loader = new WeightLoader(folder, options);
        boolean loaded = false;
        try {
            embedding = add(loader, TensorNames.EMBEDDING);
            for (int i = 0; i < config.layers(); i++) {
                layers.add(layer(loader, TensorNames.layer(i), config));
            }
            finalNorm = add(loader, TensorNames.FINAL_NORM);
            head = head(loader, config, options.head());
            loaded = true;
        } finally {
            if (!loaded) {
                close();
            }
        }
    }

    /**
     * Reads all weights.
     *
     * @throws org.counterpoint.engine.ModelException if a file cannot be read, or a weight is not finite
     */
    static LlamaWeights load(ModelFolder folder, ModelOptions options) {
        return new LlamaWeights(folder, options);
    }

    private LayerWeights layer(WeightLoader loader, String layer, ModelConfig config) {
        String attention = layer + "self_attn.";
        String mlp = layer + "mlp.";
        boolean bias = config.queryKeyValueBias();
        return new LayerWeights(
                add(loader, layer + "input_layernorm.weight"),
                add(loader, attention + "q_proj.weight", attention + "k_proj.weight", attention + "v_proj.weight"),
                addIf(bias, loader, attention + "q_proj.bias", attention + "k_proj.bias", attention + "v_proj.bias"),
                addIf(config.queryKeyNorm(), loader, attention + "q_norm.weight"),
                addIf(config.queryKeyNorm(), loader, attention + "k_norm.weight"),
                add(loader, attention + "o_proj.weight"),
                addIf(config.outputBias(), loader, attention + "o_proj.bias"),
                add(loader, layer + "post_attention_layernorm.weight"),
                add(loader, mlp + "gate_proj.weight", mlp + "up_proj.weight"),
                addIf(config.mlpBias(), loader, mlp + "gate_proj.bias", mlp + "up_proj.bias"),
                add(loader, mlp + "down_proj.weight"),
                addIf(config.mlpBias(), loader, mlp + "down_proj.bias"));
    }

    private Weight head(WeightLoader loader, ModelConfig config, HeadKind kind) {
        if (kind instanceof HeadKind.LogProbabilities) {
            return config.tiedEmbeddings() ? embedding : add(loader, TensorNames.OUTPUT);
        }
        if (config.labels() > 0) {
            return add(loader, TensorNames.SCORE);
        }
        float[] start = kind instanceof HeadKind.Score score
                ? NewHead.normal(config, score.seed())
                : new float[config.hiddenSize()];
        Weight made = loader.of(TensorNames.SCORE, start, 1, config.hiddenSize());
        all.add(made);
        return made;
    }

    private Weight add(WeightLoader loader, String... names) {
        Weight weight = loader.load(names);
        all.add(weight);
        return weight;
    }

    private @Nullable Weight addIf(boolean present, WeightLoader loader, String... names) {
        return present ? add(loader, names) : null;
    }

    Weight embedding() {
        return embedding;
    }

    List<LayerWeights> layers() {
        return layers;
    }

    Weight finalNorm() {
        return finalNorm;
    }

    /** What the head multiplies with: of a language model with tied embeddings the embedding itself. */
    Weight head() {
        return head;
    }

    /** Every weight once, in a fixed order. */
    List<Weight> all() {
        return all;
    }

    @Override
    public void close() {
        all.forEach(Weight::close);
        all.clear();
    }
}
