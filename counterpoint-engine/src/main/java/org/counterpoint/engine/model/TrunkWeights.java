package org.counterpoint.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.WeightShare;
import org.counterpoint.engine.adapter.AdaptedModule;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.LayerPart;
import org.counterpoint.engine.arch.TensorNames;
import org.counterpoint.engine.weights.LinearLayers;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.NewWeights;
import org.counterpoint.engine.weights.TensorSource;
import org.jspecify.annotations.Nullable;

/** All weights of a model, its head's included, loaded from its folder. */
final class TrunkWeights implements AutoCloseable {
    private final List<Weight> all = new ArrayList<>();
    private final Weight embedding;
    private final List<LayerWeights> layers = new ArrayList<>();
    private final Norm finalNorm;
    private final Weight head;
    private final ModelOptions options;
    private final @Nullable Adapters adapters;

    private TrunkWeights(
            ModelFolder folder, ModelOptions options, @Nullable Adapters adapters, @Nullable WeightShare share) {
        this.options = options;
        this.adapters = adapters;
        Architecture config = folder.config();
        WeightLoader loader = new WeightLoader(
                folder,
                options.precision(),
                options.trainable() && adapters == null,
                frozen(folder, options, adapters),
                options.device(),
                share);
        boolean loaded = false;
        try {
            embedding = add(loader, List.of(TensorNames.EMBEDDING));
            for (int i = 0; i < config.layers(); i++) {
                layers.add(layer(loader, i, config));
            }
            finalNorm = norm(add(loader, List.of(TensorNames.FINAL_NORM)), config);
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
     * @param adapters what is learnt in their place, closed with these weights; null for none
     * @param share the processes over which matrices that are learnt are cut; null for none
     * @throws org.counterpoint.engine.ModelException if a file cannot be read, or a weight is not finite
     */
    static TrunkWeights load(
            ModelFolder folder, ModelOptions options, @Nullable Adapters adapters, @Nullable WeightShare share) {
        return new TrunkWeights(folder, options, adapters, share);
    }

    /** How what is not learnt is held; null of a model without adapters that is only scored with and is not quantised. */
    private static @Nullable BaseWeights frozen(ModelFolder folder, ModelOptions options, @Nullable Adapters adapters) {
        BaseWeights asked = options.adapting().weights();
        boolean small = asked.quantises() || !folder.quantised().isEmpty();
        return adapters != null || small ? asked : null;
    }

    private LayerWeights layer(WeightLoader loader, int layer, Architecture config) {
        return new LayerWeights(
                norm(loader, layer, LayerPart.ATTENTION_NORM, config),
                projection(loader, layer, LayerPart.QUERY_KEY_VALUE, config),
                norm(loader, layer, LayerPart.QUERY_NORM, config),
                norm(loader, layer, LayerPart.KEY_NORM, config),
                projection(loader, layer, LayerPart.ATTENTION_OUTPUT, config),
                norm(loader, layer, LayerPart.ATTENTION_POST_NORM, config),
                norm(loader, layer, LayerPart.FEED_FORWARD_NORM, config),
                projection(loader, layer, LayerPart.GATE_UP, config),
                projection(loader, layer, LayerPart.DOWN, config),
                norm(loader, layer, LayerPart.FEED_FORWARD_POST_NORM, config));
    }

    private Projection projection(WeightLoader loader, int layer, LayerPart part, Architecture config) {
        List<String> weights = config.family().names().weights(layer, part);
        List<String> biases = config.hasBias(part) ? config.family().names().biases(layer, part) : List.of();
        if (adapters == null && !loader.holdsApart()) {
            return new Dense(add(loader, weights), biases.isEmpty() ? null : add(loader, biases));
        }
        List<Projection> modules = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            Weight bias = biases.isEmpty() ? null : add(loader, List.of(biases.get(i)));
            modules.add(module(loader, weights.get(i), bias));
        }
        return modules.size() == 1 ? modules.get(0) : new SideBySide(modules);
    }

    private Projection module(WeightLoader loader, String weight, @Nullable Weight bias) {
        Dense base = new Dense(add(loader, List.of(weight)), bias);
        String module = LinearLayers.module(weight);
        Optional<LowRank> adapter = adapters == null
                ? Optional.empty()
                : adapters.of(module, options.trainable(), options.precision(), options.device());
        return adapter.isPresent() ? new Adapted(base, adapter.get()) : base;
    }

    private Weight part(WeightLoader loader, int layer, LayerPart part, Architecture config) {
        return add(loader, config.family().names().weights(layer, part));
    }

    private @Nullable Norm norm(WeightLoader loader, int layer, LayerPart part, Architecture config) {
        return config.has(part) ? norm(part(loader, layer, part, config), config) : null;
    }

    private static Norm norm(Weight weight, Architecture config) {
        return new Norm(weight, config.norms().eps(), config.norms().weight());
    }

    private Weight head(WeightLoader loader, Architecture config, HeadKind kind) {
        if (kind instanceof HeadKind.LogProbabilities) {
            return config.vocabulary().tied() ? embedding : add(loader, List.of(TensorNames.OUTPUT));
        }
        Optional<float[]> adapted = adapters == null ? Optional.empty() : adapters.score();
        if (adapted.isPresent()) {
            return learntHead(adapted.get());
        }
        if (config.labels() > 0) {
            return adapters == null
                    ? add(loader, List.of(TensorNames.SCORE))
                    : learntHead(loader.values(TensorNames.SCORE));
        }
        float[] start = kind instanceof HeadKind.Score score
                ? NewWeights.head(config, score.seed())
                : new float[config.hiddenSize()];
        return learntHead(start);
    }

    /** The score's weights, which an adapter has in its own file. */
    private Weight learntHead(float[] start) {
        String name = adapters == null ? TensorNames.SCORE : AdaptedModule.whole(TensorNames.SCORE);
        Weight made = WeightLoader.of(
                name, start, options.trainable(), options.precision(), options.device(), 1, start.length);
        all.add(made);
        return made;
    }

    private Weight add(WeightLoader loader, List<String> names) {
        Weight weight = loader.load(names);
        all.add(weight);
        return weight;
    }

    /** Where they live. */
    Device device() {
        return options.device();
    }

    Weight embedding() {
        return embedding;
    }

    List<LayerWeights> layers() {
        return layers;
    }

    Norm finalNorm() {
        return finalNorm;
    }

    /** What the head multiplies with: of a language model with tied embeddings the embedding itself. */
    Weight head() {
        return head;
    }

    /** Every tensor of the checkpoint, or of the adapter, to be written while {@code gathered} is open. */
    List<TensorSource> export(GatheredTensors gathered) {
        List<TensorSource> sources = new ArrayList<>();
        for (Weight weight : adapters == null ? all : learnt()) {
            GatheredTensors.Place place = weight.cut()
                    .map(cut -> gathered.take(cut, cut.own()))
                    .orElse((name, part) -> TensorExport.source(name, weight.value(), part));
            weight.parts().forEach(part -> sources.add(place.source(part.name(), part)));
        }
        return sources;
    }

    /** What is learnt, each once, in a fixed order. */
    List<Weight> learnt() {
        List<Weight> learnt = new ArrayList<>(adapters == null ? List.of() : adapters.weights());
        learnt.addAll(all);
        learnt.removeIf(weight -> !weight.learns());
        return learnt;
    }

    /** What is learnt, in parts, as a backward pass comes to its end with them: the head's, the layers', the embedding. */
    List<List<Weight>> learntByPart() {
        List<List<Weight>> parts = new ArrayList<>();
        parts.add(learnt(head == embedding ? Stream.of(finalNorm.weight()) : Stream.of(finalNorm.weight(), head)));
        for (int layer = layers.size() - 1; layer >= 0; layer--) {
            parts.add(learnt(layers.get(layer).all()));
        }
        parts.add(learnt(Stream.of(embedding)));
        return parts;
    }

    private static List<Weight> learnt(Stream<Weight> weights) {
        return weights.filter(Weight::learns).toList();
    }

    /** Every weight of the model once, without its adapters. */
    List<Weight> all() {
        return all;
    }

    /** The projections with an adapter. */
    List<Adapted> adapted() {
        return layers.stream()
                .flatMap(layer -> Stream.of(layer.qkv(), layer.output(), layer.gateUp(), layer.down()))
                .flatMap(projection ->
                        projection instanceof SideBySide several ? several.parts().stream() : Stream.of(projection))
                .filter(Adapted.class::isInstance)
                .map(Adapted.class::cast)
                .toList();
    }

    /** Whether some lie in their file. */
    boolean areMapped() {
        return all.stream().anyMatch(Weight::isMapped);
    }

    @Override
    public void close() {
        all.forEach(Weight::close);
        all.clear();
        if (adapters != null) {
            adapters.close();
        }
    }
}
