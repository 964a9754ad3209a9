package org.counterpoint.engine.weights;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.ExpectedTensor;
import org.counterpoint.engine.weights.quant.BlockScales;
import org.counterpoint.engine.weights.quant.Nf4Matrix;
import org.counterpoint.engine.weights.quant.QuantisedMatrix;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know of a model folder without computing with it.
 *
 * @param parameters numbers that can be learnt; a tied output projection counts once
 * @param weightBytes bytes of all weights as stored
 * @param dtype the type of most weights, as they are read
 * @param storedTypes how they lie in their files: how many tensors of each type, the most frequent first
 * @param tensors all parameters in their order
 * @param quantised what lies there quantised; null for nothing
 * @param sideFiles names of the tokenizer, template and generation files that are there
 */
public record ModelInspection(
        String folder,
        Architecture config,
        long parameters,
        long weightBytes,
        DType dtype,
        Map<String, Long> storedTypes,
        Set<Integer> endTokens,
        List<Tensor> tensors,
        List<String> sideFiles,
        @Nullable Quantised quantised,
        @Nullable Adapter adapter) {

    /**
     * Matrices in fewer bits a number, of which everything else is said as of the numbers that they stand for.
     *
     * @param kind as {@code base_weights} calls it
     */
    public record Quantised(String kind, int matrices, double bitsPerNumber) {
        private static @Nullable Quantised of(List<QuantisedMatrix> all) {
            if (all.isEmpty()) {
                return null;
            }
            boolean doubled = all.get(0) instanceof Nf4Matrix matrix && matrix.scales() instanceof BlockScales.Nested;
            double bytes = all.stream().mapToLong(QuantisedMatrix::byteSize).sum();
            double numbers = all.stream().mapToLong(m -> m.rows() * m.columns()).sum();
            return new Quantised(doubled ? "nf4-double" : "nf4", all.size(), Byte.SIZE * bytes / numbers);
        }
    }

    /**
     * A LoRA adapter, of which everything else is said as of the model that it makes of its base.
     *
     * @param parameters numbers in A and B and what else it holds
     * @param targets as its configuration has them
     */
    public record Adapter(
            String base, int rank, double alpha, boolean rslora, String targets, int modules, long parameters) {}

    /** One parameter. */
    public record Tensor(String name, DType dtype, List<Long> shape) {}

    /** Describes an open folder; no weight is read. */
    public static ModelInspection of(ModelFolder folder) {
        List<Tensor> tensors = folder.tensors().values().stream()
                .map(t -> new Tensor(
                        t.name(), t.dtype(), Arrays.stream(t.shape()).boxed().toList()))
                .toList();
        long parameters = ExpectedTensor.of(folder.config()).stream()
                .mapToLong(ExpectedTensor::elements)
                .sum();
        long bytes = folder.tensors().values().stream()
                .mapToLong(TensorData::storedBytes)
                .sum();
        List<String> sideFiles = folder.sideFiles().stream()
                .map(file -> folder.path().relativize(file).toString())
                .toList();
        return new ModelInspection(
                folder.path().toString(),
                folder.config(),
                parameters,
                bytes,
                folder.dtype(),
                storedTypes(folder),
                new TreeSet<>(folder.endTokens()),
                tensors,
                sideFiles,
                Quantised.of(folder.quantised()),
                folder.adapter().map(adapter -> adapter(adapter, folder)).orElse(null));
    }

    private static Map<String, Long> storedTypes(ModelFolder folder) {
        Map<String, Long> counts = new TreeMap<>();
        folder.tensors().values().forEach(tensor -> counts.merge(tensor.storedType(), 1L, Long::sum));
        Map<String, Long> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return Collections.unmodifiableMap(sorted);
    }

    private static Adapter adapter(AdapterFolder adapter, ModelFolder folder) {
        long parameters = adapter.tensors().values().stream()
                .mapToLong(tensor -> tensor.byteSize() / tensor.dtype().bytes())
                .sum();
        return new Adapter(
                folder.basePath().toString(),
                adapter.config().rank(),
                adapter.config().alpha(),
                adapter.config().rslora(),
                adapter.config().targets(),
                adapter.contents(folder.config()).factors().size(),
                parameters);
    }
}
