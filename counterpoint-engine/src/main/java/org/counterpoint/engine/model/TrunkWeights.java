package org.counterpoint.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.weights.ModelConfig;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.NewHead;
import org.counterpoint.engine.weights.TensorNames;
import org.counterpoint.engine.weights.TensorSource;
import org.jspecify.annotations.Nullable;

/** All weights of a model, its head's included, loaded from its folder. */
final class TrunkWeights implements AutoCloseable {
    private final List<Weight> all = new ArrayList<>();
    private final Weight embedding;
    private final List<LayerWeights> layers = new ArrayList<>();
    private final Weight finalNorm;
    private final Weight head;

    private TrunkWeights(ModelFolder folder, ModelOptions options) {
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
    static TrunkWeights load(ModelFolder folder, ModelOptions options) {
        return new TrunkWeights(folder, options);
    }

    private LayerWeights layer(WeightLoader loader, String layer, ModelConfig config) {
        String attention = layer + "self_attn.";
        String mlp = layer + "mlp.";
        return new LayerWeights(
                add(loader, layer + "input_layernorm.weight"),
                projection(loader, config.queryKeyValueBias(), attention, "q_proj", "k_proj", "v_proj"),
                addIf(config.queryKeyNorm(), loader, attention + "q_norm.weight"),
                addIf(config.queryKeyNorm(), loader, attention + "k_norm.weight"),
                projection(loader, config.outputBias(), attention, "o_proj"),
                add(loader, layer + "post_attention_layernorm.weight"),
                projection(loader, config.mlpBias(), mlp, "gate_proj", "up_proj"),
                projection(loader, config.mlpBias(), mlp, "down_proj"));
    }

    /** Modules of a block, stacked. */
    private Projection projection(WeightLoader loader, boolean bias, String block, String... modules) {
        Weight weight = add(loader, names(block, modules, ".weight"));
        return new Dense(weight, bias ? add(loader, names(block, modules, ".bias")) : null);
    }

    private static String[] names(String block, String[] modules, String end) {
        return Arrays.stream(modules).map(module -> block + module + end).toArray(String[]::new);
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

    /** Every tensor of the checkpoint, to be written. */
    List<TensorSource> export() {
        return all.stream()
                .flatMap(weight ->
                        weight.parts().stream().map(part -> TensorExport.source(part.name(), weight.value(), part)))
                .toList();
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
