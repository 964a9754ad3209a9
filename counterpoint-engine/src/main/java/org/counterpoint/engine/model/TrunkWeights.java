package org.counterpoint.engine.model;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.LayerPart;
import org.counterpoint.engine.arch.TensorNames;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.NewHead;
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
        Architecture config = folder.config();
        WeightLoader loader = new WeightLoader(folder, options);
        boolean loaded = false;
        try {
            embedding = add(loader, List.of(TensorNames.EMBEDDING));
            for (int i = 0; i < config.layers(); i++) {
                layers.add(layer(loader, i, config));
            }
            finalNorm = add(loader, List.of(TensorNames.FINAL_NORM));
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

    private LayerWeights layer(WeightLoader loader, int layer, Architecture config) {
        return new LayerWeights(
                part(loader, layer, LayerPart.ATTENTION_NORM, config),
                projection(loader, layer, LayerPart.QUERY_KEY_VALUE, config),
                partIf(loader, layer, LayerPart.QUERY_NORM, config),
                partIf(loader, layer, LayerPart.KEY_NORM, config),
                projection(loader, layer, LayerPart.ATTENTION_OUTPUT, config),
                part(loader, layer, LayerPart.FEED_FORWARD_NORM, config),
                projection(loader, layer, LayerPart.GATE_UP, config),
                projection(loader, layer, LayerPart.DOWN, config));
    }

    private Projection projection(WeightLoader loader, int layer, LayerPart part, Architecture config) {
        Weight weight = part(loader, layer, part, config);
        List<String> biases = config.family().names().biases(layer, part);
        return new Dense(weight, config.hasBias(part) ? add(loader, biases) : null);
    }

    private Weight part(WeightLoader loader, int layer, LayerPart part, Architecture config) {
        return add(loader, config.family().names().weights(layer, part));
    }

    private @Nullable Weight partIf(WeightLoader loader, int layer, LayerPart part, Architecture config) {
        return config.has(part) ? part(loader, layer, part, config) : null;
    }

    private Weight head(WeightLoader loader, Architecture config, HeadKind kind) {
        if (kind instanceof HeadKind.LogProbabilities) {
            return config.vocabulary().tied() ? embedding : add(loader, List.of(TensorNames.OUTPUT));
        }
        if (config.labels() > 0) {
            return add(loader, List.of(TensorNames.SCORE));
        }
        float[] start = kind instanceof HeadKind.Score score
                ? NewHead.normal(config, score.seed())
                : new float[config.hiddenSize()];
        Weight made = loader.of(TensorNames.SCORE, start, 1, config.hiddenSize());
        all.add(made);
        return made;
    }

    private Weight add(WeightLoader loader, List<String> names) {
        Weight weight = loader.load(names);
        all.add(weight);
        return weight;
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
