package org.counterpoint.engine.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.adapter.AdaptedModule;
import org.counterpoint.engine.adapter.AdapterConfig;
import org.counterpoint.engine.adapter.AdapterSettings;
import org.counterpoint.engine.adapter.DropoutSettings;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.ExpectedTensor;
import org.counterpoint.engine.scope.TensorScope;
import org.counterpoint.engine.weights.AdapterFolder;
import org.counterpoint.engine.weights.LinearLayers;
import org.counterpoint.engine.weights.NewWeights;
import org.jspecify.annotations.Nullable;

/** The adapter of a model: the numbers that its factors begin with, and the factors once they are made. */
final class Adapters implements AutoCloseable {
    private final AdapterConfig config;
    private final Map<String, Numbers> numbers;
    private final Map<String, Numbers> start;
    private final float @Nullable [] score;
    private final LowRank.Switch shown = new LowRank.Switch();
    private final Dropout dropout;
    private final List<Weight> weights = new ArrayList<>();
    private final List<Tensor> starts = new ArrayList<>();

    /** A [r, in] and B [out, r] of one module, row-major. */
    private record Numbers(AdaptedModule module, float[] a, float[] b) {}

    private Adapters(
            AdapterConfig config,
            Map<String, Numbers> numbers,
            Map<String, Numbers> start,
            float @Nullable [] score,
            DropoutSettings dropout) {
        this.dropout = new Dropout(dropout);
        this.config = config;
        this.numbers = numbers;
        this.start = start;
        this.score = score;
    }

    /** A new adapter, which adds nothing yet. */
    static Adapters fresh(AdapterSettings settings, Architecture base, HeadKind head, DropoutSettings dropout) {
        Map<String, ExpectedTensor> layers = LinearLayers.of(base);
        List<String> linear = List.copyOf(layers.keySet());
        boolean scores = !(head instanceof HeadKind.LogProbabilities);
        AdapterConfig config = AdapterConfig.of(settings, linear, scores);
        Map<String, Numbers> numbers = new LinkedHashMap<>();
        for (AdaptedModule module : config.modules(linear, LinearLayers.withoutAdapters())) {
            List<Long> shape = Objects.requireNonNull(layers.get(module.name())).shape();
            int out = Math.toIntExact(shape.get(0));
            int in = Math.toIntExact(shape.get(1));
            float[] a = NewWeights.kaiming(module.nameOfA(), module.rank(), in, settings.seed());
            numbers.put(module.name(), new Numbers(module, a, new float[out * module.rank()]));
        }
        return new Adapters(config, numbers, Map.of(), null, dropout);
    }

    /**
     * An adapter that a folder holds.
     *
     * @param start the adapter that it was learnt from; null where that added nothing
     */
    static Adapters read(
            AdapterFolder folder,
            @Nullable AdapterFolder start,
            Architecture base,
            HeadKind head,
            DropoutSettings dropout) {
        boolean scores = !(head instanceof HeadKind.LogProbabilities);
        if (folder.config().scores() && !scores) {
            throw new ModelException(folder.path() + " is the adapter of a sequence classifier: it scores texts and"
                    + " writes none. A language model is needed here");
        }
        AdapterFolder.Contents contents = folder.contents(base);
        Map<String, Numbers> before = start == null ? Map.of() : numbers(start, start.contents(base));
        float[] score = contents.score() == null ? null : folder.values(contents.score());
        return new Adapters(folder.config(), numbers(folder, contents), before, score, dropout);
    }

    private static Map<String, Numbers> numbers(AdapterFolder folder, AdapterFolder.Contents contents) {
        Map<String, Numbers> numbers = new LinkedHashMap<>();
        contents.factors()
                .values()
                .forEach(f -> numbers.put(
                        f.module().name(), new Numbers(f.module(), folder.values(f.a()), folder.values(f.b()))));
        return numbers;
    }

    AdapterConfig config() {
        return config;
    }

    /** The head that the adapter's folder holds. */
    Optional<float[]> score() {
        return Optional.ofNullable(score);
    }

    Dropout dropout() {
        return dropout;
    }

    LowRank.Switch shown() {
        return shown;
    }

    /** The factors of a module, made when first asked for; nothing where it has none. */
    Optional<LowRank> of(String module, boolean learns, Precision precision, Device device) {
        Numbers own = numbers.get(module);
        if (own == null) {
            return Optional.empty();
        }
        Weight a = weight(own.module().nameOfA(), own.a(), own.module().rank(), learns, precision, device);
        Weight b = weight(
                own.module().nameOfB(), own.b(), own.b().length / own.module().rank(), learns, precision, device);
        Numbers before = start.get(module);
        LowRank.Start began = before == null
                ? null
                : new LowRank.Start(
                        kept(before.a(), own.module().rank(), precision, device),
                        kept(before.b(), before.b().length / own.module().rank(), precision, device));
        return Optional.of(new LowRank(a, b, own.module().scale(), began, shown, dropout.of(module)));
    }

    private Weight weight(String name, float[] values, int rows, boolean learns, Precision precision, Device device) {
        try (TensorScope scope = new TensorScope()) {
            Tensor value = scope.keep(device.place(Tensors.floats(values, rows, values.length / rows)));
            Weight weight =
                    Weight.of(List.of(new Weight.Part(name, 0, rows)), value, learns, precision, device.kernels());
            weights.add(weight);
            return weight;
        }
    }

    private Tensor kept(float[] values, int rows, Precision precision, Device device) {
        ScalarType type = precision == Precision.BF16_MIXED ? ScalarType.BFloat16 : ScalarType.Float;
        try (TensorScope scope = new TensorScope()) {
            Tensor tensor = scope.keep(device.place(
                    Tensors.floats(values, rows, values.length / rows).to(type)));
            starts.add(tensor);
            return tensor;
        }
    }

    /** All factors, in the order in which they were made. */
    List<Weight> weights() {
        return weights;
    }

    @Override
    public void close() {
        weights.forEach(Weight::close);
        starts.forEach(TensorScope::free);
    }
}
