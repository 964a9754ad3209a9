package org.counterpoint.train.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.adapter.AdaptedModule;
import org.counterpoint.engine.adapter.AdapterConfig;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.ExpectedTensor;
import org.counterpoint.engine.arch.TensorNames;
import org.counterpoint.engine.model.BaseWeights;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.LinearLayers;
import org.counterpoint.train.plan.ModelShape.Stored;
import org.counterpoint.train.settings.TrainSettings.Adapter;
import org.jspecify.annotations.Nullable;

/**
 * How a model's weights are held, in bytes.
 *
 * @param anonymous in memory of the process
 * @param mapped as they lie in their files
 * @param learnt numbers that are learnt
 * @param largestLearnt numbers of the largest tensor that is
 * @param adapted numbers of adapters among them
 */
public record HeldWeights(long anonymous, long mapped, long learnt, long largestLearnt, long adapted) {
    /** Blocks of NF4 that share a scale, and scales that share another. */
    private static final int BLOCK = 64;

    private static final int NEST = 256;

    private HeldWeights plus(HeldWeights other) {
        return new HeldWeights(
                anonymous + other.anonymous,
                mapped + other.mapped,
                learnt + other.learnt,
                Math.max(largestLearnt, other.largestLearnt),
                adapted + other.adapted);
    }

    private static HeldWeights inMemory(long bytes) {
        return new HeldWeights(bytes, 0, 0, 0, 0);
    }

    /** fp32, and bf16 beside it where matrices are multiplied so. */
    private static long exact(long numbers, boolean matrix, Precision precision) {
        return numbers * (Float.BYTES + (matrix && precision == Precision.BF16_MIXED ? Short.BYTES : 0));
    }

    /** Of a model that is learnt, all of it or an adapter. */
    static HeldWeights learnt(ModelShape model, Adapter adapter, Precision precision, boolean scores) {
        AdapterConfig config = adapterOf(model, adapter, scores);
        if (config == null) {
            return model.tensors().stream()
                    .map(tensor -> new HeldWeights(
                            exact(tensor.numbers(), tensor.matrix(), precision),
                            0,
                            tensor.numbers(),
                            tensor.numbers(),
                            0))
                    .reduce(inMemory(0), HeldWeights::plus);
        }
        return frozen(model, adapter.base(), precision).plus(factors(model.config(), config, precision, scores));
    }

    /** Of a model that is only scored with. */
    public static HeldWeights scoring(ModelShape model, BaseWeights weights, Precision precision) {
        boolean apart = model.adapter() != null
                || weights.quantises()
                || model.tensors().stream().anyMatch(Stored::quantised);
        return apart ? frozen(model, weights, precision) : halved(model, precision);
    }

    /** As {@code WeightLoader} holds a whole model that is only scored with: the layers' matrices as products take them. */
    private static HeldWeights halved(ModelShape model, Precision precision) {
        Set<String> layers = layers(model);
        return model.tensors().stream()
                .map(tensor -> inMemory(
                        precision == Precision.BF16_MIXED && layers.contains(tensor.name())
                                ? tensor.numbers() * Short.BYTES
                                : exact(tensor.numbers(), tensor.matrix(), precision)))
                .reduce(inMemory(0), HeldWeights::plus);
    }

    private static Set<String> layers(ModelShape model) {
        return LinearLayers.of(model.config()).values().stream()
                .map(ExpectedTensor::name)
                .collect(Collectors.toSet());
    }

    private static @Nullable AdapterConfig adapterOf(ModelShape model, Adapter adapter, boolean scores) {
        if (model.adapter() != null || adapter.rank() == 0) {
            return model.adapter();
        }
        return AdapterConfig.of(
                adapter.fresh(0), List.copyOf(LinearLayers.of(model.config()).keySet()), scores);
    }

    private static HeldWeights frozen(ModelShape model, BaseWeights weights, Precision precision) {
        Set<String> layers = layers(model);
        return model.tensors().stream()
                .map(tensor -> frozen(tensor, weights, precision, layers))
                .reduce(inMemory(0), HeldWeights::plus);
    }

    /** As {@code WeightLoader} decides. */
    private static HeldWeights frozen(Stored tensor, BaseWeights weights, Precision precision, Set<String> layers) {
        long numbers = tensor.numbers();
        if (weights == BaseWeights.FP32 || precision == Precision.FP32 || !tensor.matrix()) {
            return inMemory(exact(numbers, tensor.matrix(), precision));
        }
        if (weights.quantises() && layers.contains(tensor.name())) {
            return inMemory(quantised(tensor, weights));
        }
        boolean small = tensor.quantised() || tensor.dtype() != DType.F32 && tensor.bytes() <= Integer.MAX_VALUE;
        if (weights != BaseWeights.LOADED && small) {
            return new HeldWeights(0, tensor.bytes(), 0, 0, 0);
        }
        boolean exact = tensor.name().equals(TensorNames.EMBEDDING) && tensor.dtype() == DType.F32;
        return inMemory(exact ? exact(numbers, true, precision) : numbers * Short.BYTES);
    }

    private static long quantised(Stored tensor, BaseWeights weights) {
        long numbers = tensor.numbers();
        long scales = numbers / BLOCK;
        return switch (weights) {
            case INT8 -> numbers + tensor.rows() * Float.BYTES;
            case NF4 -> numbers / 2 + scales * Float.BYTES;
            default -> numbers / 2 + scales + scales / NEST * Float.BYTES;
        };
    }

    private static HeldWeights factors(Architecture base, AdapterConfig config, Precision precision, boolean scores) {
        Map<String, ExpectedTensor> layers = LinearLayers.of(base);
        long numbers = 0;
        long largest = 0;
        for (AdaptedModule module : config.modules(List.copyOf(layers.keySet()), LinearLayers.withoutAdapters())) {
            ExpectedTensor weight = layers.get(module.name());
            if (weight != null) {
                for (long side : weight.shape()) {
                    numbers += side * module.rank();
                    largest = Math.max(largest, side * module.rank());
                }
            }
        }
        long head = scores ? base.hiddenSize() : 0;
        return new HeldWeights(exact(numbers + head, true, precision), 0, numbers + head, largest, numbers);
    }

    boolean adapts() {
        return adapted > 0;
    }
}
