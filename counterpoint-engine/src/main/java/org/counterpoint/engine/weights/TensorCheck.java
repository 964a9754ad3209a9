package org.counterpoint.engine.weights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.ExpectedTensor;
import org.counterpoint.engine.arch.TensorNames;

/** Holds the tensors of a folder against those that its config asks for. */
final class TensorCheck {
    private static final int SHOWN = 5;

    private TensorCheck() {}

    /** The expected tensors in their order. */
    static Map<String, TensorData> select(Path folder, Architecture config, Map<String, TensorData> found) {
        Map<String, TensorData> selected = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (ExpectedTensor expected : ExpectedTensor.of(config)) {
            TensorData tensor = found.get(expected.name());
            if (tensor == null) {
                missing.add(expected.name());
            } else {
                checkOne(folder, expected, tensor);
                selected.put(expected.name(), tensor);
            }
        }
        if (!missing.isEmpty()) {
            KeyPrefix.of(found.keySet()).ifPresent(prefix -> {
                throw new ModelException(folder + ": " + prefix.words());
            });
            throw new ModelException(folder + ": its config asks for " + shown(missing) + ", which the weights lack");
        }
        checkLeftOver(folder, config, found, selected);
        return Collections.unmodifiableMap(selected);
    }

    static DType commonType(Collection<TensorData> tensors) {
        Map<DType, Long> bytes = new EnumMap<>(DType.class);
        tensors.forEach(t -> bytes.merge(t.dtype(), t.byteSize(), Long::sum));
        return bytes.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .orElseThrow()
                .getKey();
    }

    private static void checkOne(Path folder, ExpectedTensor expected, TensorData tensor) {
        List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
        if (!shape.equals(expected.shape())) {
            throw new ModelException(folder + ": tensor " + expected.name() + " has the shape " + shape
                    + ", its config asks for " + expected.shape() + ": config.json and weights do not belong together");
        }
        if (!tensor.dtype().servesAsWeights()) {
            throw new ModelException(folder + ": tensor " + expected.name() + " is " + tensor.dtype()
                    + ": only F32, F16 and BF16 weights are supported. Save the model in one of them");
        }
    }

    private static void checkLeftOver(
            Path folder, Architecture config, Map<String, TensorData> found, Map<String, TensorData> selected) {
        TreeSet<String> left = new TreeSet<>(found.keySet());
        left.removeAll(selected.keySet());
        left.removeIf(name -> name.endsWith(".rotary_emb.inv_freq") || name.endsWith(".attn.masked_bias"));
        if (config.vocabulary().tied() && left.remove(TensorNames.OUTPUT)) {
            checkTied(folder, selected, found);
        }
        if (!left.isEmpty()) {
            throw new ModelException(folder + ": its weights hold " + shown(new ArrayList<>(left))
                    + ", which its config does not ask for: config.json and weights do not belong together");
        }
    }

    private static void checkTied(Path folder, Map<String, TensorData> selected, Map<String, TensorData> found) {
        TensorData embedding = selected.get(TensorNames.EMBEDDING);
        TensorData output = found.get(TensorNames.OUTPUT);
        if (embedding == null || output == null || !SameBytes.same(embedding, output)) {
            throw new ModelException(folder + ": `tie_word_embeddings` is true, but " + TensorNames.OUTPUT
                    + " differs from " + TensorNames.EMBEDDING + ": set it to false, or remove " + TensorNames.OUTPUT);
        }
    }

    private static String shown(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        return names.size() <= SHOWN ? first : first + " and " + (names.size() - SHOWN) + " more";
    }
}
